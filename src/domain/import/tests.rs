//! Tests of imports.

use super::matching::{own_place, own_team};
use uuid::Uuid;

use super::*;
use crate::domain::base::text::Text;
use crate::domain::import::spreadsheet::{Column, bare};
use crate::domain::organisation::in_use::{InUse, PlaceInUse};
use crate::domain::organisation::{PlaceKind, Standing};

fn name(words: &str) -> Name {
    Text::typed(words).unwrap().unwrap()
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 27).unwrap()
}

fn made_at(minute: u32) -> DateTime<Utc> {
    today().and_hms_opt(9, minute, 0).unwrap().and_utc()
}

/// A tablet as it is.
#[derive(Clone)]
struct Tablet {
    ledger: Ledger,
    books: Books,
    settings: Settings,
}

impl Tablet {
    fn new(number: u128, team: &Team, places: &[Place]) -> Self {
        let own = BookHistory::new(BookId::new(Uuid::from_u128(number)), Knowledge::Whole);
        Self {
            ledger: Ledger::new(),
            books: Books::new(own),
            settings: Settings {
                tablet: name("Blue tablet"),
                city: None,
                team: team.clone(),
                other_teams: Vec::new(),
                places: places.to_vec(),
                keep_records_for_years: None,
                groups: Vec::new(),
                corrected_places: Vec::new(),
                survey_languages: Vec::new(),
                due: Vec::new(),
                send_to: None,
                in_use: InUse::default(),
            },
        }
    }

    fn read(&self, file: &str) -> Result<Import, Vec<Wrong>> {
        let here = Here {
            ledger: &self.ledger,
            books: &self.books,
            settings: &self.settings,
        };
        Import::read(file.as_bytes(), here, today())
    }

    fn import(&mut self, file: &str, minute: u32) -> Vec<QuarterReturn> {
        let plan = self.read(file).unwrap();
        let sent = plan.sent(&self.books, made_at(minute)).unwrap();
        for record in plan.to_add(&self.ledger) {
            self.ledger.take_in(record);
        }
        self.books = sent.books;
        self.settings = plan.settings;
        sent.returns
    }
}

fn typed_team(number: u128) -> Team {
    Team {
        id: TeamId::provisional("Rosehill", Uuid::from_u128(number)),
        ..own_team(&name("Rosehill"), &name("North"))
    }
}

fn organisations_team() -> Team {
    Team {
        id: TeamId::new("rosehill").unwrap(),
        standing: Standing::Organisation,
        ..typed_team(1)
    }
}

fn organisations_place() -> Place {
    Place {
        id: PlaceId::new("northgate").unwrap(),
        standing: Standing::Organisation,
        ..own_place(&name("Northgate Club"), PlaceKind::YouthClub)
    }
}

const FILE: &str = "Date,Team,Locality,Kind,Place,11 to 15,Adults,Note\n\
    1/4/2026,Rosehill,North,Youth club,northgate  club,12,2,Rained\n\
    30/6/2026,Rosehill,North,Youth club,Northgate Club,8,,\n\
    1/7/2026,Rosehill,North,Targeted prevention work,,3,1,\n";

/// What does not say when it was made.
fn told(returns: &[QuarterReturn]) -> Vec<QuarterReturn> {
    let at = made_at(0);
    let returns = returns.iter().cloned();
    returns
        .map(|one| QuarterReturn { made_at: at, ..one })
        .collect()
}

#[test]
fn the_same_file_on_two_tablets_is_the_same_records_and_the_same_send() {
    let (team, place) = (organisations_team(), organisations_place());
    let mut one = Tablet::new(1, &team, std::slice::from_ref(&place));
    let mut other = Tablet::new(2, &team, &[place]);
    other.settings.tablet = name("Red tablet");
    let first = one.import(FILE, 1);
    let second = other.import(FILE, 2);
    assert_eq!(one.ledger, other.ledger);
    assert_eq!(first.len(), 2);
    assert_eq!(told(&first), told(&second));
    for one in &first {
        assert!(one.imported && one.line.is_empty());
        assert_eq!((one.revision, one.tablet.as_str()), (1, "Spreadsheet"));
        assert_eq!(QuarterReturn::read(&one.to_text()).as_ref(), Ok(one));
    }
    let ended = [true, false];
    let said: Vec<bool> = first.iter().map(|one| one.quarter_had_ended).collect();
    assert_eq!(said, ended, "as far as the file goes");
}

#[test]
fn a_file_whose_names_nobody_knows_is_the_same_send_on_any_tablet() {
    let unknown = FILE.replace("Rosehill", "Hillside");
    let mut one = Tablet::new(1, &typed_team(1), &[]);
    let mut other = Tablet::new(2, &typed_team(2), &[organisations_place()]);
    other.settings.places.clear();
    let (first, second) = (one.import(&unknown, 1), other.import(&unknown, 2));
    assert_eq!(told(&first), told(&second));
    let digest = Digest::of_bytes(unknown.as_bytes());
    assert_eq!(first[0].send.uuid(), id_of(digest));
    assert_eq!(first[0].book.uuid(), id_of(digest));
    assert_eq!(first[0].team.standing, Standing::Typed);
}

#[test]
fn a_file_whose_names_mean_other_teams_is_another_send_of_the_same_book() {
    let mut one = Tablet::new(1, &typed_team(1), &[]);
    let mut other = Tablet::new(2, &typed_team(2), &[]);
    let (first, second) = (one.import(FILE, 1), other.import(FILE, 1));
    assert_eq!(first[0].book, second[0].book);
    assert_ne!(first[0].team.id, second[0].team.id);
    assert_ne!(first[0].send, second[0].send);
}

#[test]
fn a_file_that_is_read_twice_adds_nothing() {
    let mut tablet = Tablet::new(1, &organisations_team(), &[]);
    tablet.import(FILE, 1);
    let before = tablet.clone();
    let plan = tablet.read(FILE).unwrap();
    assert_eq!(plan.before, Before::Imported(Holding::TakenOver));
    assert_eq!(plan.to_add(&tablet.ledger), []);
    assert_eq!(plan.settings, before.settings);
}

#[test]
fn what_was_cut_off_can_be_done_again_and_corrections_stay() {
    let mut whole = Tablet::new(1, &organisations_team(), &[]);
    let sent = whole.import(FILE, 1);
    let mut cut_off = Tablet::new(1, &organisations_team(), &[]);
    let plan = cut_off.read(FILE).unwrap();
    for record in plan.to_add(&cut_off.ledger).into_iter().skip(1) {
        cut_off.ledger.take_in(record);
    }
    assert_eq!(cut_off.read(FILE).unwrap().before, Before::Begun(2));
    assert_eq!(cut_off.books.cut_off(&cut_off.ledger), 2);
    assert_eq!(told(&cut_off.import(FILE, 2)), told(&sent));
    assert_eq!(cut_off.books.cut_off(&cut_off.ledger), 0);
    assert_eq!(cut_off.ledger, whole.ledger);

    // The journal is lost, and with it what was known of the book.
    let first = whole.ledger.iter().next().unwrap().clone();
    let removed = first.removed(None, Stamp::trusted(made_at(3), today()));
    whole.ledger.take_in(removed.unwrap());
    whole.books.others.books.clear();
    let ledger = whole.ledger.clone();
    assert_eq!(told(&whole.import(FILE, 4)), told(&sent));
    assert_eq!(whole.ledger, ledger);
    let history = &whole.books.others.books[0].history;
    assert_eq!(history.knowledge, Knowledge::JournalLost);
}

#[test]
fn names_are_matched_whatever_their_case_blanks_and_punctuation() {
    let tablet = Tablet::new(1, &organisations_team(), &[organisations_place()]);
    let plan = tablet.read(&FILE.replace("Rosehill", "ROSE-HILL")).unwrap();
    assert_eq!((plan.new_teams.len(), plan.new_places.len()), (0, 0));
    assert_eq!(plan.teams, [organisations_team()]);
    assert_eq!(plan.places, [organisations_place()]);
    let empty = Tablet::new(1, &organisations_team(), &[]);
    let plan = empty.read(FILE).unwrap();
    assert_eq!(plan.new_places.len(), 1, "two spellings are one place");
}

#[test]
fn one_of_two_places_of_one_name_is_told_by_the_date_or_by_its_code() {
    let code = |code: &str| PlaceId::new(code).unwrap();
    let second = Place {
        id: code("northgate-2"),
        ..organisations_place()
    };
    let mut tablet = Tablet::new(1, &organisations_team(), &[organisations_place(), second]);
    let line = |place: &str| format!("Date,Kind,Place,Adults\n1/5/26,youth club,{place},3\n");
    let read = |tablet: &Tablet, place: &str| {
        let plan = tablet.read(&line(place))?;
        Ok(plan.places.first().map(|it| it.id.clone()))
    };
    let wrong: Result<_, Vec<Wrong>> = read(&tablet, "Northgate Club");
    assert_eq!(
        wrong.unwrap_err()[0].to_string(),
        "several places are called Northgate Club"
    );
    for says in ["northgate-2", "\"Northgate Club, northgate-2\""] {
        assert_eq!(read(&tablet, says), Ok(Some(code("northgate-2"))), "{says}");
    }
    tablet.settings.in_use.places.push(PlaceInUse {
        place: code("northgate"),
        team: None,
        from: None,
        until: NaiveDate::from_ymd_opt(2026, 3, 31),
    });
    assert_eq!(
        read(&tablet, "Northgate Club"),
        Ok(Some(code("northgate-2")))
    );
}

/// Two schools of one name, each where a team of another locality works.
fn two_schools(tablet: &mut Tablet) -> [Place; 2] {
    let school = |code: &str| Place {
        id: PlaceId::new(code).unwrap(),
        name: name("St Mary’s Primary"),
        kind: PlaceKind::School,
        standing: Standing::Organisation,
    };
    let schools = ["marys-north", "marys-south"].map(school);
    let south = Team {
        id: TeamId::new("brookside").unwrap(),
        ..own_team(&name("Brookside"), &name("South"))
    };
    tablet.settings.places.extend(schools.clone());
    tablet.settings.other_teams.push(south.clone());
    let teams = [organisations_team().id, south.id];
    for (place, team) in schools.iter().zip(teams) {
        tablet.settings.in_use.places.push(PlaceInUse {
            place: place.id.clone(),
            team: Some(team),
            from: None,
            until: None,
        });
    }
    schools
}

#[test]
fn one_of_two_schools_is_told_by_the_team_of_the_line() {
    let mut tablet = Tablet::new(1, &organisations_team(), &[]);
    let schools = two_schools(&mut tablet);
    let file = "Date,Team,Kind,Place,Adults\n1/5/26,Brookside,school,St Marys Primary,3\n";
    let plan = tablet.read(file).unwrap();
    assert_eq!(plan.places, [schools[1].clone()]);
}

#[test]
fn which_of_two_schools_is_asked_once_and_the_answer_is_taken() {
    let mut tablet = Tablet::new(1, &organisations_team(), &[]);
    let schools = two_schools(&mut tablet);
    for it in &mut tablet.settings.in_use.places {
        it.team = None;
    }
    let file = "Date,Kind,Place,Adults\n1/5/26,school,St Mary’s Primary,3\n\
        2/5/26,school,ST MARYS PRIMARY,4\n3/5/26,targeted,,1\n";
    let [
        Wrong::WhichPlace {
            asked,
            choices,
            lines,
            ..
        },
    ] = &tablet.read(file).unwrap_err()[..]
    else {
        unreachable!("one question");
    };
    assert_eq!((choices, lines), (&schools.to_vec(), &vec![2, 3]));
    let answers = Answers {
        places: [(asked.clone(), schools[1].id.clone())].into(),
        ..Answers::default()
    };
    let here = Here {
        ledger: &tablet.ledger,
        books: &tablet.books,
        settings: &tablet.settings,
    };
    let source = Source::of_text(file.as_bytes()).unwrap();
    let plan = Import::of(&source, here, today(), &answers).unwrap();
    assert_eq!((plan.len(), plan.places), (3, vec![schools[1].clone()]));
}

#[test]
fn which_of_two_teams_of_one_name_is_asked() {
    let mut tablet = Tablet::new(1, &organisations_team(), &[]);
    let namesake = Team {
        id: TeamId::new("rosehill-south").unwrap(),
        locality: own_team(&name("x"), &name("South")).locality,
        ..organisations_team()
    };
    tablet.settings.other_teams.push(namesake.clone());
    let file = "Date,Team,Kind,Adults\n1/5/26,Rosehill,targeted,3\n";
    let [Wrong::WhichTeam { name, choices, .. }] = &tablet.read(file).unwrap_err()[..] else {
        unreachable!("one question");
    };
    assert_eq!(choices.len(), 2);
    let answers = Answers {
        teams: [(bare(name.as_str()), namesake.id.clone())].into(),
        ..Answers::default()
    };
    let here = Here {
        ledger: &tablet.ledger,
        books: &tablet.books,
        settings: &tablet.settings,
    };
    let source = Source::of_text(file.as_bytes()).unwrap();
    let plan = Import::of(&source, here, today(), &answers).unwrap();
    assert_eq!(plan.teams, [namesake]);
}

#[test]
fn a_place_in_the_other_unicode_form_is_the_same_place() {
    let cafe = Place {
        name: name("Café Zoë"),
        ..organisations_place()
    };
    let tablet = Tablet::new(1, &organisations_team(), std::slice::from_ref(&cafe));
    let file = "Date,Kind,Place,Adults\n1/5/26,youth club,Cafe\u{301} Zoe\u{308},3\n\
        2/5/26,youth club,\u{200b}CAFÉ\u{a0}ZOË,3\n";
    let plan = tablet.read(file).unwrap();
    assert_eq!((plan.places, plan.new_places.len()), (vec![cafe], 0));
    let empty = Tablet::new(1, &organisations_team(), &[]);
    let plan = empty.read(file).unwrap();
    let new: Vec<&str> = plan.new_places.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(new, ["Café Zoë"]);
}

#[test]
fn what_a_column_is_said_to_be_makes_another_send_of_the_same_book() {
    let tablet = Tablet::new(1, &organisations_team(), &[]);
    let file = "Date,Kind,Adults,Babies\n1/5/26,targeted,3,2\n";
    let here = Here {
        ledger: &tablet.ledger,
        books: &tablet.books,
        settings: &tablet.settings,
    };
    let source = Source::of_text(file.as_bytes()).unwrap();
    let under_5 = Column::Attendance(crate::domain::record::attendance::AgeBand::Under5);
    let plans = [Meaning::LeftOut, Meaning::Is(under_5)].map(|meaning| {
        let answers = Answers {
            columns: [(3, meaning)].into(),
            ..Answers::default()
        };
        Import::of(&source, here, today(), &answers).unwrap()
    });
    let contacts = plans.each_ref().map(|plan| {
        let tallies = plan.tallies();
        tallies.values().map(|it| it.contacts).sum::<u64>()
    });
    assert_eq!(contacts, [3, 5]);
    assert_eq!(plans[0].book, plans[1].book);
    assert_ne!(plans[0].send, plans[1].send);
}

#[test]
fn a_line_without_a_team_is_of_the_usual_one() {
    let tablet = Tablet::new(1, &organisations_team(), &[]);
    let plan = tablet
        .read("Date,Kind,Adults\n1/5/26,targeted,3\n")
        .unwrap();
    assert_eq!(plan.teams, [organisations_team()]);
}

#[test]
fn what_looks_the_same_is_listed_and_not_merged() {
    let mut tablet = Tablet::new(1, &organisations_team(), &[]);
    tablet.import(FILE, 1);
    let saved_anew = FILE.replace('\n', "\r\n") + "1/7/2026,Rosehill,North,Targeted,,3,1,\r\n";
    let plan = tablet.read(&saved_anew).unwrap();
    assert_eq!(plan.before, Before::Never);
    assert_eq!(plan.to_add(&tablet.ledger).len(), 4);
    let lines: Vec<u32> = plan.alike.iter().map(|it| it.line).collect();
    assert_eq!(lines, [2, 3, 4, 5]);
    let is_record = |it: &Alike| matches!(it.like, Like::Record(_));
    assert!(plan.alike.iter().all(is_record));
    assert_eq!(plan.shared.len(), 2);
    let fresh = Tablet::new(2, &organisations_team(), &[]);
    let plan = fresh.read(&saved_anew).unwrap();
    let like = Like::Line(4);
    assert_eq!(plan.alike, [Alike { line: 5, like }]);
}

#[test]
fn two_spreadsheets_that_share_a_team_and_quarter_are_listed_to_check() {
    let mut tablet = Tablet::new(1, &organisations_team(), &[]);
    let mut returns = tablet.import(FILE, 1);
    assert_eq!(spreadsheets_to_check(&returns).len(), 0);
    returns.extend(tablet.import(&FILE.replace("1/7/2026", "1/8/2025"), 2));
    let listed = spreadsheets_to_check(&returns);
    let quarters: Vec<String> = listed.keys().map(|(_, it)| it.code()).collect();
    assert_eq!(quarters, ["2026-27 Q1"]);
    assert!(listed.values().all(|books| books.len() == 2));

    // On the tablet as well, until the sessions of one are removed.
    let period = returns[0].period();
    let here = |tablet: &Tablet| tablet.books.spreadsheets_in(&tablet.ledger, &period).len();
    assert_eq!(here(&tablet), 2);
    let of_one: Vec<Record> = tablet.ledger.iter().cloned().collect();
    for record in of_one.iter().filter(|it| it.book() == returns[0].book) {
        let removed = record.removed(None, Stamp::trusted(made_at(3), today()));
        tablet.ledger.take_in(removed.unwrap());
    }
    assert_eq!(here(&tablet), 1);
}

#[test]
fn the_dry_run_adds_up_by_quarter_and_kind() {
    let tablet = Tablet::new(1, &organisations_team(), &[]);
    let plan = tablet.read(FILE).unwrap();
    let told: Vec<_> = plan
        .tallies()
        .iter()
        .map(|((quarter, kind), it)| (quarter.code(), *kind, it.sessions, it.contacts))
        .collect();
    assert_eq!(
        told,
        [
            ("2026-27 Q1".to_owned(), Kind::YouthClub, 2, 22),
            ("2026-27 Q2".to_owned(), Kind::TargetedPrevention, 1, 4),
        ]
    );
}
