//! What was published before: asked for, listed, and opened.

use wasm_bindgen_futures::spawn_local;

use super::working::{Publishing, Said};
use crate::browser::ambient;
use crate::domain::base::iso::date_text;
use crate::domain::disclosure::register::{EditionRegister, RegisteredEdition, Scope, Unrelated};
use crate::ui::components::button::{Weight, button};
use crate::ui::components::checkbox::checkbox;
use crate::ui::components::error_summary::Line;
use crate::ui::components::field::error_message;
use crate::ui::components::file_field::{Many, OUR_FILES, field_of};
use crate::ui::components::warning::warning;
use crate::ui::form::Problems;
use crate::ui::managers::downloads::{Outcome, give, what_became};
use crate::ui::managers::parts::{section, sentences};
use crate::ui::markup::{El, Pieces, acting, div, el, live, live_when, paragraph, reading};
use crate::ui::state::State;

/// The id of the box that says that nothing was published before.
const FIRST: &str = "publish-first";
/// The id of the field in which documents are opened.
const OPEN: &str = "earlier-editions";

/// What was published before, on the page Publish.
pub fn earlier_editions(publishing: Publishing, problems: Problems) -> El {
    let editions = publishing.editions;
    let field = field_of(
        Many::Several,
        (
            OPEN,
            "Open every document (JSON) that you published before",
            OUR_FILES,
        ),
        Pieces::from(el("p").class("govuk-hint").child(
            "From another computer too, or the register of editions (JSON) that was saved there.",
        ))
        .and(error_message(OPEN, &problems.at(OPEN))),
        acting(move |chosen| {
            problems.set(Vec::new());
            spawn_local(editions.open(chosen));
        }),
    );
    let wrong = live(move || {
        let wrong = editions.not_taken.get();
        let title = "Some files are no earlier editions";
        (!wrong.is_empty())
            .then(|| warning(title, "These were not opened:").child(sentences(wrong)))
    });
    let outcome = State::new(None::<Outcome>);
    let listed = live(move || {
        let register = editions.register.get()?;
        let scope = publishing.scope()?;
        (!register.is_empty()).then(|| list(publishing, (&register, &scope), outcome))
    });
    section(
        "earlier",
        "Earlier editions",
        Pieces::from(paragraph(
            "What you download here is entered in a register, which is kept in this browser. What an earlier edition hides stays hidden, and a number that has changed only a little since is hidden too.",
        ))
        .and(question(publishing, problems))
        .and(wrong)
        .and(listed)
        .and(what_became(outcome))
        .and(field),
    )
}

/// What has to be said before anything is published; nothing once it is.
pub fn question(publishing: Publishing, problems: Problems) -> Pieces {
    live_when(
        move || Some(publishing.said()),
        move |said| match said? {
            Said::Reading | Said::Known => None,
            Said::Unreadable(why) => Some(Pieces::from(warning(
                "The register of editions cannot be used",
                format!(
                    "{why} Nothing is published until it can: what was published before is not known."
                ),
            ))),
            Said::NotOpen(all) => Some(not_open(publishing, all)),
            Said::Unsaid => Some(is_first(publishing, problems)),
        },
    )
}

/// Why nothing can be published yet, at the field that it is said in; none once it can.
pub fn unsaid(publishing: Publishing) -> Option<Line> {
    let line = |field: &str, words: &str| {
        Some(Line {
            field: field.to_owned(),
            words: words.to_owned(),
        })
    };
    match leptos::prelude::untrack(|| publishing.said()) {
        Said::Known => None,
        Said::Unsaid => line(
            FIRST,
            "Say what was published before: open it, or tick that this is the first edition",
        ),
        Said::NotOpen(_) => line(
            OPEN,
            "Open the edition that is not open, or say that it was never given to anybody",
        ),
        Said::Reading | Said::Unreadable(_) => {
            line(OPEN, "What was published before is not known yet")
        }
    }
}

fn is_first(publishing: Publishing, problems: Problems) -> Pieces {
    let scope = leptos::prelude::untrack(|| publishing.scope());
    let years = scope.map(|it| it.years_in_words()).unwrap_or_default();
    let ticked = checkbox(
        FIRST,
        format!("This is the first edition: nothing of {years} was ever given to anybody"),
        Some(
            "Otherwise open what was published, below: two editions side by side can give a small number away."
                .into(),
        ),
        reading(move || publishing.is_first.get()),
        move || {
            problems.set(Vec::new());
            publishing.is_first.update(|it| *it = !*it);
        },
    );
    div("govuk-form-group")
        .child(error_message(FIRST, &problems.at(FIRST)))
        .child(ticked)
        .into()
}

fn not_open(publishing: Publishing, all: Vec<RegisteredEdition>) -> Pieces {
    let title = match all.len() {
        1 => "An edition of these quarters is not open",
        _ => "Editions of these quarters are not open",
    };
    let lines = all.into_iter().map(|edition| {
        let words = format!("It was {}.", edition.words());
        el("li")
            .child(el("span").child(words))
            .child(never_given(publishing, &edition))
    });
    let list = el("ul")
        .class("govuk-list app-decided")
        .child(lines.collect::<Vec<El>>());
    warning(
        title,
        "Open its document below, or say that it was never given to anybody. Until then nothing is published.",
    )
    .child(list)
    .into()
}

/// Says that an edition was never given to anybody.
fn never_given(publishing: Publishing, edition: &RegisteredEdition) -> El {
    let (digest, short) = (edition.digest, edition.short());
    button("It was never given to anybody", Weight::Secondary)
        .attr(
            "aria-label",
            &format!("It was never given to anybody: {short}"),
        )
        .on("click", move |_| {
            publishing.editions.say_never_given(digest, true);
        })
}

/// The register, what is compared with first.
fn list(
    publishing: Publishing,
    (register, scope): (&EditionRegister, &Scope),
    outcome: State<Option<Outcome>>,
) -> Pieces {
    let mut all: Vec<&RegisteredEdition> = register.iter().collect();
    let is_compared =
        |it: &RegisteredEdition| it.never_given.is_none() && it.unrelated(scope).is_none();
    all.reverse();
    all.sort_by_key(|it| !is_compared(it));
    let lines = all.into_iter().map(|it| line(publishing, it, scope));
    let threshold = publishing.rule.get_untracked().threshold;
    let known = register.to_compare(scope);
    let known: Vec<String> = known.filter_map(|it| it.stays_known(threshold)).collect();
    let known = (!known.is_empty()).then(|| sentences(known));
    let save = move || {
        spawn_local(async move {
            let text = publishing.editions.file().await;
            let name = format!("daybook-editions-{}.json", date_text(ambient::today()));
            outcome.set(Some(give(name, text)));
        });
    };
    Pieces::from(
        el("ul")
            .class("govuk-list app-decided")
            .child(lines.collect::<Vec<El>>()),
    )
    .and(known)
    .and(
        button(
            "Download the register of editions (JSON)",
            Weight::Secondary,
        )
        .on("click", move |_| save()),
    )
}

fn line(publishing: Publishing, edition: &RegisteredEdition, scope: &Scope) -> El {
    let mut words = edition.words();
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let whys = match (edition.never_given, edition.unrelated(scope)) {
        (Some(_), _) => "Never given to anybody: not compared with.",
        (None, None) => "Compared with.",
        (None, Some(Unrelated::OtherYears)) => "Not compared with: it is of other years.",
        (None, Some(Unrelated::OtherCity)) => "Not compared with: it is of another city.",
        (None, Some(Unrelated::OtherData)) => {
            "Not compared with: one is of example data, the other is not."
        }
    };
    let digest = edition.digest;
    let change = match edition.never_given {
        None => never_given(publishing, edition),
        Some(_) => button("It was given", Weight::Secondary)
            .attr("aria-label", &format!("It was given: {}", edition.short()))
            .on("click", move |_| {
                publishing.editions.say_never_given(digest, false);
            }),
    };
    el("li")
        .child(el("span").child(words))
        .child(el("span").class("app-decided__why").child(whys))
        .child(change)
}
