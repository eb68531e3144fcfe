//! The files of an invented city, for the managers' pages.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use daybook::domain::base::calendar::Quarter;
use daybook::domain::base::json::AsJson;
use daybook::domain::disclosure::document::PublishedDocument;
use daybook::domain::disclosure::{Edition, Publication, Rule};
use daybook::domain::example::{City, CityOrder, city};
use daybook::domain::roll_up::opening::open;
use daybook::domain::roll_up::table::{csv_head, rows};
use daybook::domain::roll_up::{Collection, Decisions, MapOf, RollUp, Structure, Sums, WhoHasSent};
use tempfile::TempDir;

use crate::app::App;
use crate::error::{Error, Result};

/// The choice of the last quarter of the worked example.
pub const LAST_QUARTER: &str = "Quarter 4, January to March 2017 (2016 to 2017)";
/// The table of its year on the page Figures.
pub const WHOLE_YEAR: &str =
    "April 2016 to March 2017 (financial year 2016 to 2017) · All together";
/// The label of the field that opens files.
pub const FIELD: &str = "Open returns: choose all files at once, or drop them here";

/// The files of the city, in a folder that goes with this.
pub struct CityFiles {
    folder: TempDir,
    /// What they were made of.
    pub city: City,
}

impl CityFiles {
    /// The city of the worked example, whose totals in 2016-17 are the report's.
    ///
    /// # Errors
    /// When it cannot be made, or written.
    pub fn written() -> Result<Self> {
        let quarter: Quarter = "2016-17 Q1".parse().map_err(no_city)?;
        let order = CityOrder {
            seed: 1,
            tablets: 40,
            year: quarter.year(),
        };
        let city = city(order).map_err(no_city)?;
        let this = Self {
            folder: tempfile::tempdir()?,
            city,
        };
        fs::create_dir(this.folder.path().join("returns"))?;
        for (at, one) in this.city.returns.iter().enumerate() {
            // Two Sends of one book may have one name.
            let path = this.path(&format!("returns/{at:03}-{}", one.file_name()));
            fs::write(path, one.to_text())?;
        }
        let organisation = this.city.organisation.to_json().to_text();
        fs::write(this.path("organisation.json"), organisation)?;
        let decisions = this.city.decisions.to_json().to_text();
        fs::write(this.path("decisions.json"), decisions)?;
        Ok(this)
    }

    /// A file beside the city's.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Every return, in an order of names.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn returns(&self) -> Result<Vec<PathBuf>> {
        let entries = fs::read_dir(self.path("returns"))?;
        let paths = entries.map(|entry| Ok(entry?.path()));
        let mut paths = paths.collect::<Result<Vec<_>>>()?;
        paths.sort();
        Ok(paths)
    }

    /// Every file, the organisation's and the decisions' among them.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn all(&self) -> Result<Vec<PathBuf>> {
        let mut all = self.returns()?;
        all.push(self.path("organisation.json"));
        all.push(self.path("decisions.json"));
        Ok(all)
    }
}

/// The table of some files, as the command line writes it.
///
/// # Errors
/// When a file cannot be read.
pub fn table_of(files: &[PathBuf], today: NaiveDate) -> Result<String> {
    rolled_up(files, today, |all, structure| {
        let mut text = csv_head();
        rows(all, structure, None, |row| row.csv(&mut text));
        text
    })
}

/// The table and the document of some files for the public, of all quarters or of one,
/// as the command line writes them.
///
/// # Errors
/// When a file cannot be read.
pub fn published_of(
    files: &[PathBuf],
    (rule, earlier): (Rule, &[&str]),
    (quarter, today): (Option<Quarter>, NaiveDate),
) -> Result<(String, String)> {
    let mut before = Edition::default();
    for text in earlier {
        let document = PublishedDocument::read(text).map_err(no_city)?;
        document.take_into(&mut before);
    }
    rolled_up(files, today, |all, structure| {
        let publication = Publication::of((all.1, all.2), structure, rule, &before);
        let mut table = csv_head();
        publication.lines(all, structure, quarter, |line| line.csv(&mut table));
        let document = PublishedDocument::of(&publication, all, structure, (quarter, today));
        (table, document.to_text())
    })
}

/// What follows from some files.
fn rolled_up<Made>(
    files: &[PathBuf],
    today: NaiveDate,
    look: impl FnOnce((&RollUp<'_>, &Sums, &WhoHasSent), &Structure<'_>) -> Made,
) -> Result<Made> {
    let mut collection = Collection::default();
    for path in files {
        collection.add(&name_of(path), open(&fs::read(path)?));
    }
    let roll_up = RollUp::of(&collection, &Decisions::default());
    let structure = Structure::new(
        collection.organisations(),
        &roll_up.decisions,
        MapOf::ItsTime,
    );
    let sums = Sums::of(&roll_up, &structure);
    let who = WhoHasSent::of(&roll_up, &structure, None, today);
    Ok(look((&roll_up, &sums, &who), &structure))
}

/// What a file is called.
#[must_use]
pub fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn no_city(why: impl std::fmt::Display) -> Error {
    Error::NoCity(why.to_string())
}

/// Opens files on the page Returns, and waits until they are added up.
///
/// # Errors
/// When they cannot be chosen, or are not added up.
pub async fn open_files(app: &App, files: &[PathBuf]) -> Result<()> {
    app.choose_files(FIELD, files).await?;
    app.until("the files to be added up", || async {
        let busy: String = app
            .script(
                "return words(document.querySelector('.app-status'));",
                vec![],
            )
            .await?;
        let field: bool = app
            .script(
                "return document.querySelector('#returns').value === '';",
                vec![],
            )
            .await?;
        let done = busy.is_empty() || busy.ends_with("open here");
        Ok((done && field).then_some(()))
    })
    .await
}

/// The figures of a measure, whose sentence stands beside its name.
///
/// # Errors
/// When there is no such table or measure.
pub async fn measure(app: &App, table: &str, name: &str) -> Result<Vec<String>> {
    let script = "const rows = table(arguments[0]) ?? [];
        return rows.find(([head]) => head.startsWith(arguments[1]))?.slice(1) ?? null;";
    app.until(&format!("“{name}” of “{table}”"), || {
        app.script(script, vec![table.into(), name.into()])
    })
    .await
}
