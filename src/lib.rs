//! Daybook: record Early Help sessions and family surveys on a tablet, offline,
//! and send the quarter's totals.
//!
//! This page is the architecture. It says what the words mean, which layers
//! there are and what each refuses to know, and what must always hold.
//!
//! # Words
//!
//! The field's own, on screen and in code, one for one thing.
//!
//! | word | type | what it is |
//! |---|---|---|
//! | session | [`Session`](domain::record::session::Session) | one piece of non-lead-professional work, on one date, by one team |
//! | kind | [`Kind`](domain::record::session::Kind) | one of the five that are counted; the first three have a place |
//! | group | [`Group`](domain::capture::group::Group) | a regular session that a team repeats; opens the form with everything but who came |
//! | doubt | [`Doubt`](domain::capture::doubt::Doubt) | what a person is asked once before a session is saved; never refuses one |
//! | direct contact | [`Attendance`](domain::record::attendance::Attendance) | one young person or family member at one session; contacts count attendances, never people |
//! | new families | [`HeadCount`](domain::record::attendance::HeadCount) | families there for the first time this financial year, as far as staff know |
//! | survey | [`Survey`](domain::record::survey::Survey) | one How Was It For You; *received* when at least one question is answered |
//! | hand-over | [`HandOver`](domain::tablet::hand_over::HandOver) | the tablet in a family's hands: the survey and nothing else until staff take it back ([`Hands`](domain::tablet::hand_over::Hands)) |
//! | family survey | [`FamilySurvey`](domain::capture::family_survey::FamilySurvey) | a survey as far as a family has come with it, one [`Step`](domain::capture::family_survey::Step) to a screen |
//! | phrase, words | [`Phrase`](domain::record::locale::Phrase), [`Words`](domain::record::locale::Words) | one text of the family survey, and all of them in one language |
//! | voice | [`Voice`](domain::capture::voice::Voice) | one of a device's, of which [`voice_for`](domain::capture::voice::voice_for) chooses the one that reads a language aloud |
//! | typed value | [`value`](domain::base::typed::value) | what a person typed, with the digits of every script as 0 to 9 and without what is not seen; every parser of typed text begins there |
//! | comment check | [`CommentCheck`](domain::record::comments::CommentCheck) | what the manager decided of a comment: included, redacted or left out, and its themes |
//! | block | [`SurveyBlocks`](domain::totals::survey_blocks::SurveyBlocks) | five handed-over surveys, whose answers staff see together |
//! | declined survey | [`DeclinedSurvey`](domain::record::survey::DeclinedSurvey) | a family was asked and did not want to |
//! | record | [`Record`](domain::record::Record) | a session, survey or declined survey with its team, book and version |
//! | ledger | [`Ledger`](domain::record::ledger::Ledger) | all records on this tablet |
//! | draft | [`SessionDraft`](domain::capture::session_draft::SessionDraft), [`Fields`](domain::form::checks::Fields) | a form as a person left it, kept until it is saved or discarded |
//! | attention | [`Attention`](domain::record::attention::Attention) | whether a family is still there, by the time since it last touched the tablet |
//! | door tally | [`Tally`](domain::capture::tally::Tally) | people counted as they come in, one tap each; kept apart from records until it is made a session |
//! | fact | [`Fact`](domain::records::facts::Fact) | one thing that a record says; a history lists the facts that changed |
//! | search | [`Search`](domain::records::search::Search) | what was typed to find records: words and dates, all of which a record must have |
//! | place correction | [`PlaceCorrection`](domain::tablet::place_correction::PlaceCorrection) | records at a mistyped place belong to another of its kind |
//! | in use | [`InUse`](domain::organisation::in_use::InUse) | the days on which a place or team is there, from the organisation file; what is offered is what is in use on the date of the session |
//! | place label | [`place_labels`](domain::organisation::place_labels) | what a place is called where another has the same name |
//! | clock | [`Clock`](domain::record::clock::Clock) | what the tablet says the day is, beside the latest day known to have been reached |
//! | book | [`BookId`](domain::base::ids::BookId) | the records first saved by one installation; a record belongs to its book for ever |
//! | books | [`Books`](domain::submission::books::Books) | the installation's own book, and those that came from elsewhere: taken over, or copies to be read |
//! | backup | [`Header`](store::backup::Header), [`Contents`](store::backup::Contents) | one file with every version of every record and the set-up; *checked* once it was read back ([`BackedUp`](domain::tablet::backed_up::BackedUp)) |
//! | retention period | [`Removable`](domain::tablet::retention::Removable) | how long records are kept; after it, quarters whose returns have left the tablet and that are backed up may be removed for good |
//! | quarter | [`Quarter`](domain::base::calendar::Quarter) | of the financial year from April to March; never a bare number |
//! | totals | [`QuarterTotals`](domain::totals::QuarterTotals) | what a quarter's records add up to |
//! | return | [`QuarterReturn`](domain::submission::quarter_return::QuarterReturn) | the file of one book's totals for one team and one quarter |
//! | Send | [`BookHistory::send`](domain::submission::send::BookHistory::send) | one writing of every return of a book that changed |
//! | owed | [`Owed`](domain::submission::due::Owed) | a return that is still to be made, made again or passed on, with the day it is due |
//! | passed on | [`PassedOn`](domain::submission::passing_on::PassedOn) | whether the file of a return has left the tablet: downloaded or shared, and when |
//! | line | [`BookHistory::line`](domain::submission::send::BookHistory) | all Sends of a book that its records descend from |
//! | manifest | [`Manifest`](domain::submission::quarter_return::Manifest) | for each team and quarter that a book has sent, its current return |
//! | spreadsheet | [`Spreadsheet`](domain::import::spreadsheet::Spreadsheet) | a file of past sessions, one to a line |
//! | workbook | [`workbook`](domain::import::workbook) | a spreadsheet as its program keeps it (`.xlsx`, `.ods`); its cells become the same lines of text |
//! | import | [`Import`](domain::import::Import) | a spreadsheet's sessions as a book of their own, whose id and first Send are the file's |
//! | passphrase | [`passphrase`](domain::tablet::passphrase) | what locks a backup; the same letters open it, whatever keyboard typed them |
//! | PIN, recovery code | [`Secret`](domain::tablet::locks::Secret) | what opens a lock; kept as slow hashes in [`Locks`](domain::tablet::locks::Locks) |
//! | organisation | [`Organisation`](domain::organisation::Organisation) | city, localities, teams and places, and what is expected of them |
//! | roll-up | [`RollUp`](domain::roll_up::RollUp) | the returns of many books, and which of them count |
//! | decision | [`Decisions`](domain::roll_up::Decisions) | what a person settled at roll-up: which Send is kept, which book retired, which name is meant |
//! | kept roll-up | [`KeptRollUp`](domain::roll_up::KeptRollUp) | what a manager keeps open: files by their digests, decisions, the organisation |
//! | published total | [`Published`](domain::roll_up::Published) | a figure typed from a report, compared with returns and never added to them |
//! | measure | [`Measure`](domain::roll_up::measure::Measure) | something the framework counts, with its unit, source and rule for adding up |
//! | unit | [`Unit`](domain::roll_up::Unit) | what is added up for: a team, a locality, a city, all |
//! | coverage | [`Coverage`](domain::roll_up::Coverage) | how many of a total's teams are in it; says so where it is not whole |
//! | chart | [`Chart`](domain::charts::Chart) | a drawing of figures, with its title, its description and the same figures as a table |
//! | value | [`Value`](domain::charts::Value) | a count as it is shown: the count, or why there is none; `c` where it is hidden |
//! | publication | [`Publication`](domain::disclosure::Publication) | what the public is told of each figure, so that nobody is revealed |
//! | primary suppression | [`SuppressionReason::Primary`](domain::disclosure::suppress::SuppressionReason) | a small count is hidden for its own sake |
//! | secondary suppression | [`SuppressionReason::Secondary`](domain::disclosure::suppress::SuppressionReason) | another is hidden, since a small one would follow from it |
//! | group disclosure | [`SuppressionReason::AllOrNone`](domain::disclosure::suppress::SuppressionReason) | that all of a small group, or none of it, is something: hidden |
//! | threshold | [`Threshold`](domain::disclosure::Threshold) | the largest count that is hidden; counts up to it are *small* |
//! | edition of an organisation file | [`editions`](domain::roll_up::editions) | what one file of a city says; two that differ are to be decided between |
//! | not used | [`NotUsed`](domain::roll_up::NotUsed) | a file that was given and could not be read: the totals it may belong to are incomplete |
//! | edition | [`Edition`](domain::disclosure::Edition) | what was published of the same tables before |
//! | register of editions | [`EditionRegister`](domain::disclosure::register::EditionRegister) | what was published, each edition once; what is published next is compared with it |
//! | audience | [`Audience`](domain::disclosure::disclosed::Audience) | who reads: the service, which sees every number, or the public, which sees what was published |
//! | report | [`Report`](domain::report::Report) | the quarter or the year as it goes to a meeting: how much, how well, what difference |
//! | note | [`Notes`](domain::roll_up::Notes) | what a manager writes beside a figure; kept, printed, and never published |
//! | detail | [`Detail`](domain::disclosure::Detail) | what is published at all: breakdowns, teams and quarters can be left out |
//! | loss | [`Loss`](domain::disclosure::Loss) | how many of the published numbers are hidden, and how much of their sum |
//! | disclosure log | [`DisclosureLog`](domain::disclosure::disclosure_log::DisclosureLog) | why each number is hidden, for the service alone |
//! | published document | [`PublishedDocument`](domain::disclosure::document::PublishedDocument) | a publication as a file, which the next edition is compared with |
//! | combined file | [`Combined`](domain::roll_up::combined::Combined) | returns together, to be opened one level up |
//!
//! # Layers
//!
//! ```text
//! ui  →  browser  →  store  →  domain          arrows never point back
//! ```
//!
//! - [`domain`] is what Daybook means: pure types and functions. No clock, no
//!   random ids, no storage; they come in as arguments. Every rule lives here,
//!   so a form and a total can never disagree. Its folders stand on each other as
//!   `docs/developing.md` lists them.
//! - [`store`] is how records are kept: the two ports, the save protocol, the
//!   start-up reconcile, backup and restore. Pure too, so each way in which a browser can fail is
//!   tried natively, with stores in memory that fail when told to.
//! - `browser` holds one adapter for each thing only a browser can do. One file
//!   names gloo-storage; one, with its script, names IndexedDB.
//! - `ui` is pages and components over plain data, followed by one kind of
//!   signal. Components ask the domain and show what it says.
//! - `ui::managers` is a program of its own over the same layers, run below
//!   `/roll-up` alone. The service worker keeps its files with the rest, and fetches
//!   them last: no page that records waits for them.
//! - Workbooks are read by a third program, in a worker of its own, which is loaded
//!   when one is chosen ([`domain::import::workbook`]); its files too are fetched last.
//! - `cli`, in the program and not in this library, is the same core on the
//!   host.
//!
//! `browser` and `ui` exist for wasm32 only, by target-gated dependencies: on
//! the host the browser crates are not there, so the compiler itself keeps the
//! core pure. `tests/architecture.rs` holds the finer arrows.
//!
//! State flows one way: event → command (a draft) → domain check → both stores →
//! ledger signal → derived values → view. No effect ever writes a record.
//!
//! # What must always hold
//!
//! 1. "Saved on this tablet" is shown only after both stores hold the record
//!    and the journal's strict transaction has completed
//!    ([`store::archive::Archive::save`]).
//! 2. What cannot be read is never replaced by a default and never overwritten
//!    before it is set aside ([`store::reconcile`]).
//! 3. Totals come from records by one pure fold; which returns count comes from
//!    lines and manifests by one pure rule ([`domain::submission::which_counts`]). Order and
//!    repetition never matter.
//! 4. A percentage is rounded once, in whole numbers, and stands beside its
//!    numerator and denominator ([`domain::base::share`]).
//! 5. Loading checks the bounds that hold for all time; rules about today are
//!    the drafts' ([`domain::form::checks`]).
//! 6. A try at a PIN is kept before it is compared, and locks that cannot be
//!    read open nothing ([`store::locks`], and the truth table in
//!    [`domain::tablet::locks`]).
//! 7. What is counted, answered or written is in the journal within a second, and
//!    leaves it only when it is saved or a person discards it (`ui::keeping`). It
//!    comes back with all that decides where it counts, in sight
//!    ([`domain::tablet::unfinished`]). A correction is saved on top of what its writer has
//!    seen of the record, or asks (`ui::components::changed_since`).
//!    A tap of a door tally is written at once, and a tally ends only in the
//!    transaction that saves its session ([`store::tallies`]).
//!    A tablet that was handed over shows the survey alone, in every tab and after
//!    every start: it is in the journal before its first screen, nothing but the PIN
//!    ends it, and what cannot be read opens nothing ([`store::hand_over`],
//!    `ui::family`). Of several tabs the one in the family's hands alone ends a survey
//!    (`browser::in_hand`).
//! 8. One transaction writes what pure functions decide from what it has read
//!    ([`store::plan`]); the browser only carries it out. A text that is written
//!    whole, such as the set-up, is changed by steps on top of what is there: what
//!    another tab wrote is merged, or the step refuses ([`store::changing`]).
//! 9. A new version of the app is on the tablet whole, the managers' pages too, or
//!    not at all, and takes over only when a person says so (`browser::app_shell`,
//!    `service_worker.js`). A version that cannot start offers the next (`boot.js`).
//! 10. A restore overwrites nothing newer, can be cut off and done again, and
//!     tells the books of their Sends last ([`store::restore`]). A backup counts
//!     only once its file was read back.
//! 11. A record leaves local storage, or the tablet, only in the very version that
//!     a checked backup holds ([`store::room`], [`store::retention`]).
//! 12. Nothing is saved into stores that were cleared under an open page: it is said
//!     at once, and what the page holds can be written back, over nothing newer
//!     ([`store::looking`], `ui::following`).
//! 13. No field asks for a name, and no request goes to another host.
//! 14. Text is never read as markup: the page is built of elements and text
//!     nodes (`ui::markup`, which also says why `view!` is not used).
//!
//! # Where to start reading
//!
//! [`domain::record::session`], then [`domain::record`] and [`domain::totals`]; then
//! [`store::archive`]; then `ui/pages/record_session.rs` for the way from a tap
//! to a saved record.

pub mod domain;
pub mod store;

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod ui;
