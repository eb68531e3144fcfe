//! The hand-over and the family's survey in the journal, against kills, two tabs
//! and stores that let them down.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support_send;

use chrono::DateTime;
use daybook::domain::base::ids::{RecordId, TeamId};
use daybook::domain::base::language::Language;
use daybook::domain::capture::family_survey::FamilySurvey;
use daybook::domain::record::survey::AnsweredBy;
use daybook::domain::tablet::hand_over::{HandOver, Hands};
use daybook::store::hand_over::ended;
use daybook::store::memory::JournalFault;
use daybook::store::plan::{Drawer, draft_key};
use daybook::store::{MetaKey, StoreError};
use pollster::block_on;
use support_send::session;
use support_send::tablet::{Tablet, named};
use uuid::Uuid;

fn with_family() -> Hands {
    Hands::Family(HandOver {
        about: None,
        since: DateTime::UNIX_EPOCH,
        team: TeamId::new("riverside").unwrap(),
        day: None,
    })
}

fn survey() -> FamilySurvey {
    let id = RecordId::new(Uuid::from_u128(7));
    FamilySurvey::open(id, Language::english(), DateTime::UNIX_EPOCH)
}

fn further(survey: &FamilySurvey) -> FamilySurvey {
    let mut further = survey.clone();
    further.say_who(AnsweredBy::ParentOrCarer);
    further
}

fn hand_over(tablet: &Tablet) {
    let kept = block_on(tablet.archive().keep_hands(None, &with_family()));
    assert_eq!(kept, Ok(()));
}

fn hands(tablet: &Tablet) -> Result<Option<Hands>, StoreError> {
    block_on(tablet.archive().hands())
}

fn open_survey(tablet: &Tablet) -> Option<Result<FamilySurvey, String>> {
    block_on(tablet.archive().family_survey()).unwrap()
}

#[test]
fn a_tablet_that_was_never_handed_over_is_staffs() {
    let tablet = Tablet::with(&[]);
    assert_eq!(hands(&tablet), Ok(None));
    assert_eq!(block_on(tablet.archive().named()).hands(), Ok(None));
}

#[test]
fn a_hand_over_is_there_at_the_next_start_before_anything_else_is_read() {
    let tablet = Tablet::with(&[session()]);
    hand_over(&tablet);
    tablet.open();
    let named = block_on(tablet.archive().named());
    assert_eq!(named.hands(), Ok(Some(with_family())));
}

#[test]
fn a_tablet_is_not_handed_over_that_cannot_keep_it() {
    let tablet = Tablet::with(&[]);
    tablet.journal.tell(JournalFault::Full);
    let kept = block_on(tablet.archive().keep_hands(None, &with_family()));
    assert_eq!(kept, Err(StoreError::Full));
}

#[test]
fn a_tab_that_knows_of_no_hand_over_cannot_end_it() {
    let tablet = Tablet::with(&[]);
    hand_over(&tablet);
    let ended = block_on(tablet.archive().keep_hands(None, &Hands::Staff));
    assert_eq!(ended, Err(StoreError::ChangedElsewhere));
    assert_eq!(hands(&tablet), Ok(Some(with_family())));
    let before = with_family();
    let ended = block_on(tablet.archive().keep_hands(Some(&before), &Hands::Staff));
    assert_eq!((ended, hands(&tablet)), (Ok(()), Ok(Some(Hands::Staff))));
}

#[test]
fn a_hand_over_that_cannot_be_read_is_nobodys() {
    let tablet = Tablet::with(&[]);
    hand_over(&tablet);
    tablet.change_journal(|shelves| {
        shelves.insert(named(MetaKey::Hands), "00000000|spoilt".to_owned());
    });
    let named = block_on(tablet.archive().named());
    assert!(matches!(named.hands(), Err(StoreError::Unreadable { .. })));
}

#[test]
fn answers_are_there_after_a_kill_and_no_staff_page_lists_them() {
    let tablet = Tablet::with(&[]);
    let (begun, further) = (survey(), further(&survey()));
    let archive = tablet.archive();
    assert_eq!(block_on(archive.keep_family_survey(None, &begun)), Ok(()));
    let kept = block_on(archive.keep_family_survey(Some(&begun), &further));
    assert_eq!(kept, Ok(()));
    tablet.open();
    assert_eq!(open_survey(&tablet), Some(Ok(further)));
    assert_eq!(block_on(tablet.archive().drafts()).unwrap(), []);
    assert_eq!(block_on(tablet.archive().tallies()).unwrap(), []);
}

#[test]
fn two_tabs_do_not_overwrite_each_others_answers() {
    let tablet = Tablet::with(&[]);
    let (begun, further) = (survey(), further(&survey()));
    let archive = tablet.archive();
    block_on(archive.keep_family_survey(None, &begun)).unwrap();
    block_on(archive.keep_family_survey(Some(&begun), &further)).unwrap();
    let late = block_on(archive.keep_family_survey(Some(&begun), &begun));
    assert_eq!(late, Err(StoreError::ChangedElsewhere));
    assert_eq!(open_survey(&tablet), Some(Ok(further)));
}

#[test]
fn a_survey_ends_with_the_record_that_it_becomes_or_stays_open() {
    let tablet = Tablet::with(&[]);
    let begun = survey();
    let archive = tablet.archive();
    block_on(archive.keep_family_survey(None, &begun)).unwrap();
    tablet.journal.tell(JournalFault::Full);
    let saved = block_on(archive.save_from(&[session()], vec![ended(&begun)]));
    assert_eq!(saved, Err(StoreError::Full));
    tablet.journal.tell(JournalFault::Works);
    assert_eq!(open_survey(&tablet), Some(Ok(begun.clone())));
    let saved = block_on(archive.save_from(&[session()], vec![ended(&begun)]));
    assert_eq!((saved, open_survey(&tablet)), (Ok(()), None));
}

#[test]
fn a_survey_that_cannot_be_read_is_put_where_staff_find_it() {
    let tablet = Tablet::with(&[]);
    let spoilt = "00000000|spoilt".to_owned();
    tablet.change_journal(|shelves| {
        let spot = (Drawer::Meta, draft_key("hand-over/survey"));
        shelves.insert(spot, spoilt.clone());
    });
    assert_eq!(open_survey(&tablet), Some(Err(spoilt.clone())));
    let archive = tablet.archive();
    let aside = block_on(archive.set_family_survey_aside(spoilt, "survey/1".to_owned()));
    assert_eq!(aside, Ok(()));
    assert_eq!(open_survey(&tablet), None);
    let drafts = block_on(tablet.archive().drafts()).unwrap();
    assert_eq!(drafts.len(), 1);
}

#[test]
fn neither_the_hand_over_nor_a_familys_open_survey_is_in_a_backup() {
    let tablet = Tablet::with(&[session()]);
    hand_over(&tablet);
    let mut begun = survey();
    begun.went_well = "Zebra finger painting".to_owned();
    block_on(tablet.archive().keep_family_survey(None, &begun)).unwrap();
    let content = block_on(tablet.archive().backup_content()).unwrap();
    for text in ["Zebra", "\"family\"", "hand-over"] {
        assert!(!content.contains(text), "“{text}” is in it: {content}");
    }
}
