//! The source files as modules, with what each imports from which other and the types
//! whose `impl` stands in it. Imports within `#[cfg(test)]` are left out: a test may
//! know more than what it tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemImpl, ItemMod, ItemUse, Type, UseTree, Visibility};

/// A module's path below the crate, such as `["domain", "record", "session"]`.
pub type Module = Vec<String>;

/// A source file.
pub struct Source {
    /// Its lines without those of its tests at the end.
    pub lines: usize,
    file: syn::File,
}

/// All source files of the crate, by their modules.
pub struct House {
    pub sources: BTreeMap<Module, Source>,
    /// What a module hands on under a name: the module and name it is from.
    handed_on: BTreeMap<(Module, String), Vec<String>>,
    /// The file in which each type is defined.
    types: BTreeMap<String, BTreeSet<Module>>,
}

impl House {
    /// Reads the sources below `src`, but its programs.
    pub fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut sources = BTreeMap::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    if !path.ends_with("bin") {
                        folders.push(path);
                    }
                } else if path.extension().is_some_and(|ending| ending == "rs")
                    && !path.ends_with("tests.rs")
                {
                    let module = module_of(path.strip_prefix(&root).unwrap());
                    sources.insert(module, Source::read(&path));
                }
            }
        }
        let mut house = Self {
            sources,
            handed_on: BTreeMap::new(),
            types: BTreeMap::new(),
        };
        house.note_what_is_handed_on();
        house.note_types();
        house
    }

    fn note_what_is_handed_on(&mut self) {
        for (module, source) in &self.sources {
            for item in &source.file.items {
                let Item::Use(item) = item else { continue };
                if matches!(item.vis, Visibility::Inherited) {
                    continue;
                }
                for (path, name) in paths_of(item) {
                    let path = absolute(&path, module, |it| self.sources.contains_key(it));
                    if let Some(path) = path {
                        self.handed_on.insert((module.clone(), name), path);
                    }
                }
            }
        }
    }

    fn note_types(&mut self) {
        for (module, source) in &self.sources {
            for item in &source.file.items {
                let name = match item {
                    Item::Struct(it) => &it.ident,
                    Item::Enum(it) => &it.ident,
                    _ => continue,
                };
                let modules = self.types.entry(name.to_string()).or_default();
                modules.insert(module.clone());
            }
        }
    }

    /// The file that a path leads to, whoever hands it on.
    fn file_of(&self, path: &[String]) -> Option<Module> {
        let mut path = path.to_vec();
        // As often as a name is handed on at most.
        for _ in 0..8 {
            let length = (1..=path.len())
                .rev()
                .find(|length| self.sources.contains_key(&path[..*length]))?;
            let module = path[..length].to_vec();
            let handed_on = path
                .get(length)
                .and_then(|name| self.handed_on.get(&(module.clone(), name.clone())));
            match handed_on {
                Some(from) if !from.starts_with(&path) => {
                    path = from.iter().chain(&path[length + 1..]).cloned().collect();
                }
                _ => return Some(module),
            }
        }
        None
    }

    /// From each file to the others that it imports from. What a `mod.rs` only hands on
    /// is no import.
    pub fn imports(&self) -> BTreeMap<Module, BTreeSet<Module>> {
        let of = |(module, source): (&Module, &Source)| {
            let mut names = Names::default();
            names.visit_file(&source.file);
            let is_there = |it: &[String]| self.sources.contains_key(it);
            let absolute = names
                .0
                .iter()
                .filter_map(|it| absolute(it, module, is_there));
            let files = absolute.filter_map(|it| self.file_of(&it));
            let others = files.filter(|it| it != module);
            (module.clone(), others.collect())
        };
        self.sources.iter().map(of).collect()
    }

    /// Each inherent `impl` of a type of ours that stands in another file than the type.
    pub fn stray_impls(&self) -> Vec<String> {
        let mut stray = Vec::new();
        for (module, source) in &self.sources {
            for item in &source.file.items {
                let Item::Impl(item) = item else { continue };
                let Some(name) = inherent(item) else { continue };
                if let Some(homes) = self.types.get(&name)
                    && !homes.contains(module)
                {
                    stray.push(format!("{}: impl {name}", module.join("::")));
                }
            }
        }
        stray
    }
}

/// The type of an `impl` without a trait.
fn inherent(item: &ItemImpl) -> Option<String> {
    match (&item.trait_, &*item.self_ty) {
        (None, Type::Path(path)) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

impl Source {
    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let tests = text.find("#[cfg(test)]\nmod tests {");
        let lines = text[..tests.unwrap_or(text.len())].lines().count();
        let file = syn::parse_file(&text).unwrap();
        Self { lines, file }
    }
}

fn module_of(path: &Path) -> Module {
    let mut parts: Module = path
        .with_extension("")
        .iter()
        .map(|part| part.to_str().unwrap().to_owned())
        .collect();
    if matches!(
        parts.last().map(String::as_str),
        Some("mod" | "lib" | "main")
    ) {
        parts.pop();
    }
    parts
}

/// A path from the crate's root; `None` where it leads out of the crate.
fn absolute(
    path: &[String],
    from: &Module,
    is_there: impl Fn(&[String]) -> bool,
) -> Option<Module> {
    let mut at = from.clone();
    let mut rest = path;
    match path.first()?.as_str() {
        "crate" => {
            at.clear();
            rest = &path[1..];
        }
        "self" => rest = &path[1..],
        "super" => {
            while rest.first().is_some_and(|it| it == "super") {
                at.pop();
                rest = &rest[1..];
            }
        }
        child => {
            let child: Module = from.iter().cloned().chain([child.to_owned()]).collect();
            if !is_there(&child) {
                return None;
            }
        }
    }
    at.extend(rest.iter().cloned());
    Some(at)
}

/// The paths that a `use` names, each with the name under which it is known here.
fn paths_of(item: &ItemUse) -> Vec<(Vec<String>, String)> {
    let mut found = Vec::new();
    let mut trees = vec![(Vec::new(), &item.tree)];
    while let Some((mut path, tree)) = trees.pop() {
        match tree {
            UseTree::Path(it) => {
                path.push(it.ident.to_string());
                trees.push((path, &it.tree));
            }
            UseTree::Name(it) if it.ident == "self" => {
                let name = path.last().cloned().unwrap_or_default();
                found.push((path, name));
            }
            UseTree::Name(it) => {
                path.push(it.ident.to_string());
                found.push((path, it.ident.to_string()));
            }
            UseTree::Rename(it) => {
                path.push(it.ident.to_string());
                found.push((path, it.rename.to_string()));
            }
            UseTree::Glob(_) => found.push((path, "*".to_owned())),
            UseTree::Group(it) => trees.extend(it.items.iter().map(|tree| (path.clone(), tree))),
        }
    }
    found
}

/// The paths that stand in a file, but in its tests.
#[derive(Default)]
struct Names(Vec<Vec<String>>);

impl<'ast> Visit<'ast> for Names {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !item.attrs.iter().any(is_for_tests) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if matches!(item.vis, Visibility::Inherited) {
            self.0
                .extend(paths_of(item).into_iter().map(|(path, _)| path));
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            let names = path.segments.iter().map(|it| it.ident.to_string());
            self.0.push(names.collect());
        }
        visit::visit_path(self, path);
    }
}

fn is_for_tests(attribute: &Attribute) -> bool {
    let is_test = |tokens: String| tokens == "test";
    attribute.path().is_ident("cfg")
        && attribute
            .meta
            .require_list()
            .is_ok_and(|it| is_test(it.tokens.to_string()))
}

/// The circles among files: sets in which each reaches each other.
pub fn circles(imports: &BTreeMap<Module, BTreeSet<Module>>) -> Vec<Vec<String>> {
    let reached = |from: &Module| {
        let mut seen = BTreeSet::new();
        let mut open = vec![from];
        while let Some(module) = open.pop() {
            for next in imports.get(module).into_iter().flatten() {
                if seen.insert(next) {
                    open.push(next);
                }
            }
        }
        seen
    };
    let reach: BTreeMap<&Module, BTreeSet<&Module>> = imports
        .keys()
        .map(|module| (module, reached(module)))
        .collect();
    let mut circles = BTreeSet::new();
    for (module, there) in &reach {
        let back = there
            .iter()
            .filter(|other| reach[**other].contains(*module));
        let circle: Vec<String> = back.map(|it| it.join("::")).collect();
        if circle.len() > 1 {
            circles.insert(circle);
        }
    }
    circles.into_iter().collect()
}
