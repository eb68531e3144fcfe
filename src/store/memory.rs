//! Stores in memory that can be told to fail, for trying out every way in which
//! a browser lets a save down.
