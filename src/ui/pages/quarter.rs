//! The quarter: its totals, and how its return stands.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::ambient;
use crate::domain::base::calendar::{Quarter, short_date};
use crate::domain::base::digest::Digest;
use crate::domain::base::ids::{BookId, PlaceId, TeamId};
use crate::domain::base::share::{Share, grouped};
use crate::domain::capture::doubt::is_to_check;
use crate::domain::record::Record;
use crate::domain::record::comment_review::unread;
use crate::domain::record::ledger::Ledger;
use crate::domain::record::session::Kind;
use crate::domain::record::survey::{Answer, Question, SurveyVersion, Way};
use crate::domain::submission::books::{BookStanding, Books};
use crate::domain::submission::due::{due_by, quarter_to_open};
use crate::domain::submission::send::{Origin, SendStanding};
use crate::domain::tablet::settings::Settings;
use crate::domain::totals::cells::{Cell, cells, differences, of_return};
use crate::domain::totals::survey_blocks::SurveyBlocks;
use crate::domain::totals::{AnswerTally, QuarterTotals, SessionTally, SurveyTotals};
use crate::ui::address::Address;
use crate::ui::components::hand_on::{Told, where_it_went};
use crate::ui::components::page::{Form, page};
use crate::ui::components::record_line::record_line;
use crate::ui::components::return_standing::{ReturnTag, standing_words};
use crate::ui::components::table::{Row, figures};
use crate::ui::form::team_choice;
use crate::ui::frame::{counted, link};
use crate::ui::markup::{El, Pieces, acting, div, el, follow, live, paragraph, reading};
use crate::ui::pages::quarter_picture::{Seen, picture};
use crate::ui::pages::send_return::{send_to_words, sent_file};
use crate::ui::pages::unknown_teams::unknown_teams_offer;
use crate::ui::state::State;
use crate::ui::workspace::Workspace;

/// The page of one quarter; `None` for the one that is owed, or else the one today
/// lies in.
pub fn quarter_page(quarter: Option<Quarter>) -> Pieces {
    let workspace = expect_context::<Workspace>();
    if let Some(quarter) = quarter {
        return page_of(workspace, quarter);
    }
    // Which one it is stays so while the page is open: a return that is passed on
    // here must not turn the page away.
    let opened = State::new(None::<Quarter>);
    follow(Box::new(move || {
        let (owed, team) = (workspace.owed.get(), workspace.viewed_team());
        if let (Some(owed), Some(team), None) = (owed, team, opened.get_untracked()) {
            let today = untrack(|| workspace.clock()).today();
            opened.set(Some(quarter_to_open(&owed, &team, today)));
        }
    }));
    live(move || match opened.get() {
        Some(quarter) => untrack(|| page_of(workspace, quarter)),
        None => page(
            "Quarter",
            Form::None,
            paragraph("Reading what is saved…").attr("role", "status"),
        )
        .into(),
    })
}

fn page_of(workspace: Workspace, quarter: Quarter) -> Pieces {
    let told = State::new(None::<Told>);
    let body = live(move || -> Pieces {
        let found = workspace.ledger.with(|ledger| {
            let (team, settings) = (workspace.viewed_team()?, workspace.settings.get()?);
            let books = workspace.books.get()?;
            let records: Vec<&Record> = ledger.as_ref()?.in_quarter(&team, quarter).collect();
            let to_check = to_check(records.iter().copied(), &settings);
            let unread = unread(records.iter().copied().filter(|it| books.answer_for(it)));
            let ours: Vec<&Record> = records.into_iter().filter(|it| books.counts(it)).collect();
            let blocks = SurveyBlocks::of(quarter, ambient::today(), ours.iter().copied());
            let totals = QuarterTotals::of(quarter, ours);
            let before = last_year(ledger.as_ref()?, &books, &team, quarter);
            Some((team, settings, (to_check, unread), (totals, blocks), before))
        });
        match found {
            Some((team, settings, (to_check, unread), (totals, blocks), before)) => {
                let whose = settings.team_name(&team);
                let before = before.as_ref().map(|(totals, blocks)| seen(totals, blocks));
                let at = (quarter, workspace.clock().today());
                let pictures = picture(at, &totals, seen(&totals, &blocks), before);
                let whose = el("p").class("app-picture__whose").child(whose);
                Pieces::from(whose)
                    .and(
                        div("app-not-printed")
                            .child(standing(workspace, (team, quarter), told))
                            .child(told_of(workspace, told))
                            .child(to_check),
                    )
                    .and(pictures)
                    .and(totals.says_anything().then(|| {
                        div("app-not-printed app-later")
                            .child(totals_view(&totals, &settings, quarter))
                            .child(surveys_view(&totals.surveys, &blocks))
                    }))
                    .and(div("app-not-printed").child(comments_link(quarter, unread)))
            }
            None => paragraph("Reading what is saved…")
                .attr("role", "status")
                .into(),
        }
    });
    let team = team_choice(
        workspace,
        reading(move || workspace.team_in_view.get()),
        acting(move |team| workspace.team_in_view.set(Some(team))),
    );
    let inside = Pieces::from(other_quarters(quarter))
        .and(
            div("app-not-printed")
                .child(team)
                .child(unknown_teams_offer(workspace)),
        )
        .and(body);
    page(quarter.to_string(), Form::None, inside).into()
}

/// The way to the comments, with how many nobody has read.
fn comments_link(quarter: Quarter, unread: u64) -> El {
    let not_read = (unread > 0).then(|| format!(" ({} not read yet)", grouped(unread)));
    paragraph(Pieces::from(link(Address::Comments(quarter), "Check comments")).and(not_read))
}

/// Where the file of the last tap went, and what to do with it.
fn told_of(workspace: Workspace, told: State<Option<Told>>) -> Pieces {
    where_it_went(told, move || send_to_words(workspace))
}

/// Sessions whose counts were far from their group's usual.
fn to_check<'a>(records: impl Iterator<Item = &'a Record>, settings: &Settings) -> Option<El> {
    let odd = records.filter(|record| is_to_check(record));
    let lines: Vec<El> = odd
        .map(|record| record_line(record, settings, short_date(record.entry().date())))
        .collect();
    (!lines.is_empty()).then(|| {
        el("section")
            .attr("aria-labelledby", "to-check")
            .child(
                el("h2")
                    .id("to-check")
                    .class("govuk-heading-m")
                    .child("To check before sending"),
            )
            .child(paragraph(
                "Far from what the group usually has. It was confirmed when it was saved.",
            ))
            .child(el("ul").class("app-records").child(lines))
    })
}

fn other_quarters(quarter: Quarter) -> El {
    let (before, after) = (quarter.previous(), quarter.next());
    let to = |quarter: Quarter| Address::Quarter(Some(quarter));
    let later =
        (after.first_day() <= ambient::today()).then(|| link(to(after), format!("{after} ›")));
    el("nav")
        .class("app-quarters")
        .attr("aria-label", "Other quarters")
        .child(link(to(before), format!("‹ {before}")))
        .child(later)
}

/// Whether the return of this quarter was sent, and what to do.
fn standing(workspace: Workspace, period: (TeamId, Quarter), told: State<Option<Told>>) -> Pieces {
    live(move || {
        let books = workspace.books.get()?;
        let sheets = workspace.ledger.with(|ledger| {
            let sheets = books.spreadsheets_in(ledger.as_ref()?, &period);
            Some(sheets.len())
        });
        let to_check = (sheets > Some(1)).then(|| {
            div("govuk-inset-text").child("More than one spreadsheet has sessions of this team and quarter, and all of them count. Compare them: if they hold the same work, remove the sessions of one.")
        });
        let standings: Vec<Pieces> = workspace.ledger.with(|ledger| {
            let standings = books.standings(ledger.as_ref()?, &period);
            let views = standings.into_iter();
            Some(
                views
                    .map(|one| one_standing(workspace, &period, &one, told))
                    .collect(),
            )
        })?;
        let all = standings.into_iter().fold(Pieces::default(), Pieces::and);
        Some(all.and(to_check))
    })
}

fn one_standing(
    workspace: Workspace,
    period: &(TeamId, Quarter),
    one: &BookStanding,
    told: State<Option<Told>>,
) -> Pieces {
    let today = untrack(|| workspace.clock()).today();
    let ended = period.1.has_ended(today);
    let mut words = standing_words(one.standing);
    let (action, sent) = match one.standing {
        SendStanding::NotSent => (Some("Send return"), None),
        SendStanding::Sent(sent) => (None, Some(sent)),
        SendStanding::ChangedSince(sent) => (Some("Send return again"), Some(sent)),
    };
    if one.book.has_passed(period) {
        words += " Its records were kept long enough and removed, so they are not counted below. What was sent stands.";
    }
    let due = workspace.settings.with(|settings| {
        let listed = settings.as_ref().map_or(&[][..], |it| it.due.as_slice());
        due_by(period.1, listed)
    });
    let due = match ReturnTag::of(one.standing) {
        ReturnTag::PassedOn(..) | ReturnTag::Made(_) => None,
        ReturnTag::NotMade | ReturnTag::NotPassedOn | ReturnTag::Changed => Some(if today > due {
            format!(" It was due on {}.", short_date(due))
        } else {
            format!(" It is due by {}.", short_date(due))
        }),
    };
    let action = action.map(|words| {
        // Green invites: a quarter that goes on is not sent yet.
        let class = if ended {
            "govuk-button"
        } else {
            "govuk-button govuk-button--secondary"
        };
        link(Address::SendReturn(period.1), words)
            .class(class)
            .attr("role", "button")
    });
    let changed = match (action.is_some(), sent) {
        (true, Some(sent)) => Some(differences_view(
            workspace,
            (one.book.book, period.clone()),
            sent.digest,
        )),
        (true | false, _) => None,
    };
    // Of a book taken over from its last return, the files are elsewhere.
    let kept = sent.filter(|sent| !sent.file_name.is_empty());
    let file = kept.map(|sent| sent_file(sent.digest, sent.file_name.clone(), told));
    let whose = match (one.tablet, one.book.origin) {
        (None, _) => "Return: ".to_owned(),
        (Some(_), Origin::Spreadsheet) => {
            format!("Return of a spreadsheet ({}): ", one.book.book.short())
        }
        (Some(tablet), Origin::Tablet) => format!("Return of {tablet}, taken over: "),
    };
    let standing = div("app-standing")
        .child(
            el("p")
                .class("app-standing__words")
                .child(el("strong").child(whose))
                .child(ReturnTag::of(one.standing).view())
                .child(format!(" {words}"))
                .child(due),
        )
        .child(div("app-standing__actions").child(action).child(file));
    Pieces::from(standing).and(changed)
}

/// What the figures say now, beside what the return said.
fn differences_view(
    workspace: Workspace,
    (book, period): (BookId, (TeamId, Quarter)),
    sent: Digest,
) -> Pieces {
    let before = State::new(None::<Vec<Cell>>);
    spawn_local(async move {
        // A return that cannot be read is offered for download all the same.
        let text = workspace.sent_text(sent).await.ok().flatten();
        let measures = text.and_then(|text| of_return(&text).ok());
        // The page may have been left.
        before.try_set(measures);
    });
    live(move || {
        let before = before.get()?;
        let (settings, books) = (workspace.settings.get()?, workspace.books.get()?);
        let after = workspace.ledger.with(|ledger| {
            let (team, quarter) = &period;
            let records = ledger.as_ref()?.in_quarter(team, *quarter);
            let own = records.filter(|it| it.book() == book && books.counts(it));
            Some(cells(&QuarterTotals::of(*quarter, own)))
        })?;
        let name = |code: &str| {
            let place = PlaceId::new(code).ok();
            place.map_or_else(|| code.to_owned(), |id| settings.place_name(&id))
        };
        let rows: Vec<Row> = differences(&before, &after, name)
            .into_iter()
            .map(|one| Row {
                head: one.words,
                figures: vec![grouped(one.before), grouped(one.after)],
            })
            .collect();
        (!rows.is_empty()).then(|| {
            figures(
                "What changed since it was made",
                &["Figure", "In the return", "Now"],
                rows,
                None,
            )
        })
    })
}

/// The totals of the same quarter last year, where its records are on this tablet.
fn last_year(
    ledger: &Ledger,
    books: &Books,
    team: &TeamId,
    quarter: Quarter,
) -> Option<(QuarterTotals, SurveyBlocks)> {
    let quarter = quarter.same_last_year();
    let records = ledger.in_quarter(team, quarter);
    let ours: Vec<&Record> = records.filter(|it| books.counts(it)).collect();
    let blocks = SurveyBlocks::of(quarter, ambient::today(), ours.iter().copied());
    let totals = QuarterTotals::of(quarter, ours);
    totals.says_anything().then_some((totals, blocks))
}

const fn seen<'a>(totals: &'a QuarterTotals, blocks: &'a SurveyBlocks) -> Seen<'a> {
    Seen {
        contacts: &totals.contacts,
        surveys: &blocks.shown,
    }
}

/// The figures behind the pictures, in full.
fn totals_view(totals: &QuarterTotals, settings: &Settings, quarter: Quarter) -> Pieces {
    let contacts = &totals.contacts;
    let all = contacts.all();
    let by_kind = Kind::ALL
        .into_iter()
        .map(|kind| tally_row(kind.label(), contacts.of_kind(kind)))
        .collect();
    let by_place: Vec<Row> = contacts
        .places()
        .map(|(_, id, tally)| tally_row(&settings.place_name(id), tally))
        .collect();
    let by_month = quarter
        .months()
        .into_iter()
        .map(|month| tally_row(&month.to_string(), &contacts.of_month(month)))
        .collect();
    let tallies = |caption, head, rows, total| {
        let columns = [head, "Sessions", "Direct contacts", "New families"];
        figures(caption, &columns, rows, total)
    };
    let places = (!by_place.is_empty()).then(|| tallies("By place", "Place", by_place, None));
    Pieces::from(el("h2").class("govuk-heading-m").child("All figures"))
        .and(tallies(
            "By kind of session",
            "Kind",
            by_kind,
            Some(tally_row("All kinds", &all)),
        ))
        .and(places)
        .and(tallies(
            "By month",
            "Month",
            by_month,
            Some(tally_row("The quarter", &all)),
        ))
}

fn surveys_view(surveys: &SurveyTotals, blocks: &SurveyBlocks) -> Pieces {
    let counts = [
        ("Families asked", surveys.asked()),
        ("Surveys received", surveys.received),
        ("Declined", surveys.declined),
        ("Left midway", surveys.incomplete),
        ("Flagged", surveys.flagged),
    ]
    .into_iter()
    .map(|(head, count)| Row::one(head, grouped(count)))
    .collect();
    let response = surveys.response().percent().map(|percent| {
        let counts = format!(
            " of families asked answered: {} of {}.",
            grouped(surveys.received),
            grouped(surveys.asked())
        );
        paragraph(el("strong").child(percent)).child(counts)
    });
    let versions: Vec<Pieces> = SurveyVersion::ALL
        .into_iter()
        .map(|version| version_view(&blocks.shown, version))
        .collect();
    Pieces::from(
        el("h2")
            .class("govuk-heading-m")
            .child("How Was It For You surveys"),
    )
    .and(response)
    .and(figures("Surveys", &["Families", "Count"], counts, None))
    .and((surveys.flagged > 0).then(|| {
        paragraph("Flagged surveys were filled in very fast, or just like one a moment before. They count; the figures without them stand beside.")
    }))
    .and((blocks.waiting > 0).then(|| {
        paragraph(format!(
            "Answers given on the tablet are shown five at a time, so that nobody’s can be picked out: {} in. The return has all of them.",
            counted(blocks.waiting as u64, "more is", "more are")
        ))
    }))
    .and(versions)
}

/// The measures of one version, each percentage with its numerator and
/// denominator; and the answers behind them.
fn version_view(surveys: &SurveyTotals, version: SurveyVersion) -> Pieces {
    let mut tallies: Vec<(Question, AnswerTally)> = Vec::new();
    for question in version.questions() {
        let tally = surveys.answers_to(*question);
        if tally.yes_of_received().whole > 0 {
            tallies.push((*question, tally));
        }
    }
    if tallies.is_empty() {
        return Pieces::default();
    }
    let shares = |caption, share: fn(&AnswerTally) -> Share| {
        let rows = tallies
            .iter()
            .map(|(question, tally)| share_row(question.measure(), share(tally)))
            .collect();
        figures(caption, &["Measure", "Yes", "Percent"], rows, None)
    };
    let any_skipped = tallies
        .iter()
        .any(|(_, tally)| tally.of(Answer::Skipped) > 0);
    let answered = any_skipped.then(|| {
        shares(
            "Yes, of those who answered the question",
            AnswerTally::yes_of_answered,
        )
    });
    let any_flagged = tallies
        .iter()
        .any(|(question, _)| surveys.flagged_answers_to(*question) != AnswerTally::default());
    let unflagged = any_flagged.then(|| {
        let rows = tallies
            .iter()
            .map(|(question, _)| {
                let tally = surveys.answers_without_flagged(*question);
                share_row(question.measure(), tally.yes_of_received())
            })
            .collect();
        figures(
            "Yes, without flagged surveys",
            &["Measure", "Yes", "Percent"],
            rows,
            None,
        )
    });
    let answers = tallies
        .iter()
        .map(|(question, tally)| Row {
            head: question.measure().to_owned(),
            figures: Answer::ALL.map(|answer| grouped(tally.of(answer))).to_vec(),
        })
        .collect();
    let middle = match version {
        SurveyVersion::Standard => "Partly",
        SurveyVersion::YoungChildren => "Maybe",
    };
    Pieces::from(el("h3").class("govuk-heading-s").child(version.label()))
        .and(answered)
        .and(unflagged)
        .and(by_way(surveys, version))
        .and(figures(
            "All answers",
            &["Measure", "Yes", middle, "No", "Left blank"],
            answers,
            None,
        ))
}

/// Paper and handed-over surveys apart, where there are both: families answer
/// otherwise when nobody looks.
fn by_way(surveys: &SurveyTotals, version: SurveyVersion) -> Pieces {
    let rows: Vec<Row> = version
        .questions()
        .iter()
        .flat_map(|question| Way::ALL.map(|way| (*question, way)))
        .map(|(question, way)| {
            let share = surveys.answers_by(question, way).yes_of_received();
            let head = format!("{}, {}", question.measure(), way.label().to_lowercase());
            (share, share_row(&head, share))
        })
        .filter(|(share, _)| share.whole > 0)
        .map(|(_, row)| row)
        .collect();
    // With one way alone the table above says it.
    if rows.len() == version.questions().len() {
        return Pieces::default();
    }
    figures(
        "Yes, by how the survey came",
        &["Measure", "Yes", "Percent"],
        rows,
        None,
    )
    .into()
}

fn share_row(head: &str, share: Share) -> Row {
    Row {
        head: head.to_owned(),
        figures: vec![
            format!("{} of {}", grouped(share.part), grouped(share.whole)),
            share.percent().unwrap_or_default(),
        ],
    }
}

fn tally_row(head: &str, tally: &SessionTally) -> Row {
    Row {
        head: head.to_owned(),
        figures: vec![
            grouped(tally.sessions),
            grouped(tally.contacts()),
            grouped(tally.new_families),
        ],
    }
}
