//! The screens of the survey, one question to each.

use leptos::prelude::*;

use super::surface::{Screen, Surface};
use crate::browser::{locales, speech};
use crate::domain::base::text::shown_beyond;
use crate::domain::base::typed::trimmed;
use crate::domain::capture::family_survey::{Face, FamilySurvey, Step};
use crate::domain::record::attention::Attention;
use crate::domain::record::locale::{Phrase, Words};
use crate::domain::record::survey::{Answer, AnsweredBy, Question};
use crate::domain::tablet::locks::Secret;
use crate::ui::components::error_summary::{Line, focus};
use crate::ui::components::page::{Form, page};
use crate::ui::components::pin_question::pin_question;
use crate::ui::form::Problems;
use crate::ui::markup::{El, Pieces, acting, div, el, live, paragraph, settled, symbol, text_live};
use crate::ui::state::State;

/// One screen, in some words.
pub fn screen(surface: &Surface, screen: Screen, words: &Words) -> Pieces {
    match screen {
        Screen::Opening => frame(surface, words, Phrase::Title, Pieces::default()),
        Screen::Start => start(surface, words),
        Screen::Asking(step) => match surface.answering.survey() {
            Some(survey) => asking(surface, words, step, &survey),
            None => return Pieces::default(),
        },
        Screen::Languages => languages(surface, words),
        Screen::StillThere => still_there(surface, words),
        Screen::NotSaved => not_saved(surface, words),
        Screen::Thanks(phrase) => thanks(surface, words, phrase),
        Screen::Staff => staff(surface),
    }
    .into()
}

/// A screen with its heading, which takes the focus so that a screen reader says
/// what is asked (WCAG 2.4.3).
fn frame(surface: &Surface, words: &Words, heading: Phrase, inside: impl Into<Pieces>) -> El {
    let asked = words.say(heading);
    document().set_title(asked);
    let heading = el("h1")
        .id("asked")
        .class("govuk-heading-l app-heading app-family__asked")
        .attr("tabindex", "-1")
        .child(asked);
    let taken = heading.clone();
    Effect::new(move |_| taken.focus());
    el("main")
        .id("main")
        .class("app-family")
        .attr("lang", words.locale.tag)
        .attr("dir", words.locale.direction.code())
        .child(heading)
        .child(inside)
        .child(for_staff(surface))
}

fn tap(words: &str, class: &str, act: impl Fn() + 'static) -> El {
    el("button")
        .attr("type", "button")
        .class(class)
        .child(words)
        .on("click", move |_| act())
}

fn primary(words: &str, act: impl Fn() + 'static) -> El {
    tap(words, "govuk-button app-family__button", act)
}

fn secondary(words: &str, act: impl Fn() + 'static) -> El {
    let class = "govuk-button govuk-button--secondary app-family__button";
    tap(words, class, act)
}

/// The way back for staff, in their words.
fn for_staff(surface: &Surface) -> El {
    let screen = surface.screen;
    div("app-family__staff").child(
        tap("For staff", "app-family__plain", move || {
            screen.set(Screen::Staff);
        })
        .attr("lang", "en-GB")
        .attr("dir", "ltr"),
    )
}

fn start(surface: &Surface, words: &Words) -> El {
    let (open, decline) = (surface.clone(), surface.clone());
    let choice = {
        let (surface, label) = (
            surface.clone(),
            words.say(Phrase::ChooseLanguage).to_owned(),
        );
        live(move || {
            let languages = surface.languages.get();
            (languages.len() > 1).then(|| {
                let surface = surface.clone();
                language_buttons(&surface, languages).attr("aria-label", &label)
            })
        })
    };
    let inside = choice
        .and(who_asks(surface, words))
        .and(paragraph(words.say(Phrase::Welcome)).class("govuk-body-l"))
        .and(paragraph(words.say(Phrase::Private)))
        .and(
            div("app-family__answers")
                .child(primary(words.say(Phrase::Start), move || open.open()))
                .child(secondary(words.say(Phrase::Decline), move || {
                    decline.decline();
                })),
        );
    frame(surface, words, Phrase::Title, inside)
}

/// Who asks, and about what, once the set-up has been read.
fn who_asks(surface: &Surface, words: &Words) -> Pieces {
    let (settings, hand_over) = (surface.workspace.settings, surface.hand_over.clone());
    let words = words.clone();
    // A name is written its own way, whichever way the words run.
    let say = move |phrase, name: &str, put: &str| {
        words.say_with(phrase, &[(name, &format!("\u{2068}{put}\u{2069}"))])
    };
    live(move || {
        settings.with(|settings| {
            let settings = settings.as_ref()?;
            let team = say(
                Phrase::WhoAsks,
                "team",
                &settings.team_name(&hand_over.team),
            );
            let about = hand_over.about.as_ref().and_then(|it| it.name(settings));
            let about = about.map(|about| say(Phrase::AskedAbout, "about", &about));
            Some(
                el("p")
                    .class("govuk-body app-family__who")
                    .child(el("span").child(team))
                    .child(about.map(|about| Pieces::from(" ").and(el("span").child(about)))),
            )
        })
    })
}

/// Every language by its own name.
fn language_buttons(surface: &Surface, languages: Vec<Words>) -> El {
    let buttons: Vec<El> = languages
        .into_iter()
        .map(|words| {
            let (surface, locale) = (surface.clone(), words.locale);
            let shown = surface.words;
            tap(
                locale.name,
                "govuk-button govuk-button--secondary app-family__language",
                move || surface.choose_language(words.clone()),
            )
            .attr("lang", locale.tag)
            .attr("dir", locale.direction.code())
            .attr_of("aria-pressed", move || {
                let chosen = shown.with(|words| words.locale == locale);
                Some(chosen.to_string())
            })
        })
        .collect();
    div("app-family__languages")
        .attr("role", "group")
        .child(buttons)
}

fn languages(surface: &Surface, words: &Words) -> El {
    let back = surface.clone();
    let offered = surface.languages.get_untracked();
    let inside = Pieces::from(
        language_buttons(surface, offered).attr("aria-label", words.say(Phrase::ChooseLanguage)),
    )
    .and(secondary(words.say(Phrase::Back), move || {
        back.back_to_survey();
    }));
    frame(surface, words, Phrase::ChooseLanguage, inside)
}

/// What a step asks.
const fn asks(step: Step) -> Phrase {
    match step {
        Step::Who => Phrase::Who,
        Step::Respect => Question::Respect.phrase(),
        Step::Listened => Question::Listened.phrase(),
        Step::Helped => Question::Helped.phrase(),
        Step::Again => Question::Again.phrase(),
        Step::WentWell => Phrase::WentWell,
        Step::CouldBeBetter => Phrase::CouldBeBetter,
        Step::Check => Phrase::Check,
    }
}

fn asking(surface: &Surface, words: &Words, step: Step, survey: &FamilySurvey) -> El {
    let (answers, aloud) = match step {
        Step::Who => (who(surface, words, survey), who_aloud()),
        Step::Respect | Step::Listened | Step::Helped | Step::Again => {
            match step.question() {
                Some(question) => (
                    answers(surface, words, question, survey),
                    answers_aloud(question),
                ),
                // Each of these asks one.
                None => (Pieces::default(), Vec::new()),
            }
        }
        Step::WentWell => (
            comment(
                surface,
                words,
                (step, survey.went_well.as_str()),
                |survey| &mut survey.went_well,
            ),
            COMMENT.to_vec(),
        ),
        Step::CouldBeBetter => (
            comment(
                surface,
                words,
                (step, survey.could_be_better.as_str()),
                |survey| &mut survey.could_be_better,
            ),
            COMMENT.to_vec(),
        ),
        Step::Check => (check(surface, words, survey), vec![Phrase::CheckWords]),
    };
    let inside = who_asks(surface, words)
        .and(read_aloud(surface, words, asks(step), aloud))
        .and(answers)
        .and(bar(surface, words, survey));
    frame(surface, words, asks(step), inside)
}

/// How far one has come, the way back, and the languages. It stands after the
/// answers, so that these come first for everybody, and looks the same on every
/// screen.
fn bar(surface: &Surface, words: &Words, survey: &FamilySurvey) -> El {
    let (step, steps) = survey.progress();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let said = words.say_with(
        Phrase::Progress,
        &[
            ("step", &locales::written(number(step), words.locale)),
            ("steps", &locales::written(number(steps), words.locale)),
        ],
    );
    let back = survey.before().map(|_| {
        let surface = surface.clone();
        secondary(words.say(Phrase::Back), move || {
            surface.change(FamilySurvey::go_back);
        })
    });
    let language = (surface.languages.with_untracked(Vec::len) > 1).then(|| {
        let screen = surface.screen;
        secondary(words.say(Phrase::Language), move || {
            screen.set(Screen::Languages);
        })
    });
    div("app-family__bar")
        .child(back)
        .child(
            div("app-family__progress")
                .child(el("p").class("govuk-body app-family__step").child(said))
                .child(
                    el("progress")
                        .attr("max", &steps.to_string())
                        .attr("value", &step.to_string())
                        .attr("aria-hidden", "true"),
                ),
        )
        .child(language)
}

fn who(surface: &Surface, words: &Words, survey: &FamilySurvey) -> Pieces {
    let buttons: Vec<El> = AnsweredBy::ALL
        .into_iter()
        .map(|who| {
            let surface = surface.clone();
            let chosen = survey.answered_by == Some(who);
            answer_button(words.say(who.phrase()), None, chosen, move || {
                surface.change(|survey| survey.say_who(who));
            })
        })
        .collect();
    div("app-family__answers").child(buttons).into()
}

fn who_aloud() -> Vec<Phrase> {
    AnsweredBy::ALL
        .into_iter()
        .map(AnsweredBy::phrase)
        .collect()
}

/// The answers that are given by a tap: skipping stands apart.
const GIVEN: [Answer; 3] = [Answer::Yes, Answer::Partly, Answer::No];

fn answers_aloud(question: Question) -> Vec<Phrase> {
    GIVEN
        .into_iter()
        .map(|answer| answer.phrase(question))
        .collect()
}

fn answers(surface: &Surface, words: &Words, question: Question, survey: &FamilySurvey) -> Pieces {
    let buttons: Vec<El> = GIVEN
        .into_iter()
        .map(|answer| {
            let surface = surface.clone();
            let chosen = survey.answer(question) == Some(answer);
            let said = words.say(answer.phrase(question));
            answer_button(
                said,
                Some(face(Face::of(question, answer))),
                chosen,
                move || {
                    surface.change(|survey| survey.choose(question, answer));
                },
            )
        })
        .collect();
    let skip = surface.clone();
    Pieces::from(div("app-family__answers app-family__answers--faces").child(buttons)).and(
        secondary(words.say(Phrase::Skip), move || {
            skip.change(|survey| survey.choose(question, Answer::Skipped));
        }),
    )
}

fn answer_button(words: &str, face: Option<El>, chosen: bool, act: impl Fn() + 'static) -> El {
    el("button")
        .attr("type", "button")
        .class("app-family__answer")
        .attr("aria-pressed", &chosen.to_string())
        .child(face)
        .child(el("span").child(words))
        .on("click", move |_| act())
}

/// A face, of lines alone, so that it reads in any colours.
fn face(face: Face) -> El {
    let mouth = match face {
        Face::Beaming => "M6.5 13c1 6.5 10 6.5 11 0z",
        Face::Smiling => "M7.5 14c1.5 3.5 7.5 3.5 9 0",
        Face::Content => "M8.5 15.5c1.5.7 5.5.7 7 0",
        Face::Straight => "M8 15.5h8",
        Face::Frowning => "M8 16.8c1.5-2.4 6.5-2.4 8 0",
    };
    let head = "M12 2a10 10 0 1 0 0 20 10 10 0 1 0 0-20zM8.5 9v.5M15.5 9v.5";
    symbol("app-family__face", &format!("{head}{mouth}"))
}

/// What stands beside a comment, in order.
const COMMENT: [Phrase; 4] = [
    Phrase::MayBeEmpty,
    Phrase::NobodyReadsToday,
    Phrase::NotSafe,
    Phrase::Childline,
];

fn comment(
    surface: &Surface,
    words: &Words,
    (step, typed): (Step, &str),
    place: fn(&mut FamilySurvey) -> &mut String,
) -> Pieces {
    let (typing, next) = (surface.clone(), surface.clone());
    let over = move |survey: Option<FamilySurvey>| {
        survey.map_or_else(String::new, |survey| survey.beyond(step).to_owned())
    };
    let rest = State::new(over(surface.answering.survey()));
    let field = el("textarea")
        .id("comment")
        .class("govuk-textarea app-family__comment")
        .attr("rows", "4")
        // Nothing of a family stays for the next, and nothing is sent away to be
        // checked or completed.
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("aria-labelledby", "asked")
        .attr_of("aria-invalid", move || {
            is_over(rest).then(|| "true".to_owned())
        })
        .attr("aria-describedby", "comment-over comment-hint comment-safe")
        .on_typed(acting(move |text: String| {
            typing.answering.change(|survey| *place(survey) = text);
            rest.set(over(typing.answering.survey()));
        }));
    let shown = typed.to_owned();
    let field = field.value_of(move || shown.clone());
    let safe: Vec<El> = COMMENT[1..]
        .iter()
        .map(|phrase| paragraph(words.say(*phrase)))
        .collect();
    Pieces::from(
        el("p")
            .id("comment-hint")
            .class("govuk-hint")
            .child(words.say(Phrase::MayBeEmpty)),
    )
    .and(field)
    .and(does_not_fit(words, rest))
    .and(div("app-family__safe").id("comment-safe").child(safe))
    .and(
        div("app-family__answers").child(primary(words.say(Phrase::Next), move || {
            if is_over(rest) {
                return focus("comment");
            }
            next.change(FamilySurvey::go_on);
        })),
    )
}

fn is_over(rest: State<String>) -> bool {
    rest.with(|rest| !rest.is_empty())
}

/// That a comment is too long, and what of it does not fit: nothing is cut, the family
/// shortens it.
fn does_not_fit(words: &Words, rest: State<String>) -> Pieces {
    let said = [Phrase::TooLong, Phrase::DoesNotFit].map(|phrase| words.say(phrase).to_owned());
    // Typing on does not say it again.
    let over = settled(move || usize::from(is_over(rest)));
    let told = div("app-over")
        .id("comment-over")
        .attr("role", "status")
        .child(live(move || {
            (over() == 1).then(|| paragraph(said.join(" ")).class("govuk-error-message"))
        }));
    let shown = el("p")
        .class("app-overflow")
        .attr("dir", "auto")
        .attr("tabindex", "0")
        .attr("role", "group")
        .attr("aria-labelledby", "comment-over")
        .child(text_live(move || rest.with(|rest| shown_beyond(rest))))
        .shown_while(move || is_over(rest));
    Pieces::from(told).and(shown)
}

fn check(surface: &Surface, words: &Words, survey: &FamilySurvey) -> Pieces {
    let finish = surface.clone();
    let rows: Vec<El> = Step::all(survey.version())
        .iter()
        .filter(|step| **step != Step::Check)
        .map(|step| {
            let step = *step;
            let said = answered(words, survey, step);
            let surface = surface.clone();
            let change = tap("", "app-family__plain", move || {
                surface.change(|survey| survey.change(step));
            })
            .child(words.say(Phrase::Change))
            .child(
                el("span")
                    .class("govuk-visually-hidden")
                    .child(format!(": {}", words.say(asks(step)))),
            );
            div("app-family__row")
                .child(el("dt").child(words.say(asks(step))))
                .child(el("dd").attr("dir", "auto").child(said))
                .child(el("dd").child(change))
        })
        .collect();
    Pieces::from(paragraph(words.say(Phrase::CheckWords)))
        .and(el("dl").class("app-family__given").child(rows))
        .and(
            div("app-family__answers").child(primary(words.say(Phrase::Finish), move || {
                finish.finish();
            })),
        )
}

/// What was answered at a step.
fn answered(words: &Words, survey: &FamilySurvey, step: Step) -> String {
    let none = || words.say(Phrase::Skipped).to_owned();
    let text = |text: &str| match trimmed(text) {
        "" => none(),
        said => said.to_owned(),
    };
    match (step, step.question()) {
        (Step::Who, _) => survey
            .answered_by
            .map_or_else(none, |who| words.say(who.phrase()).to_owned()),
        (Step::WentWell, _) => text(&survey.went_well),
        (Step::CouldBeBetter, _) => text(&survey.could_be_better),
        (_, Some(question)) => match survey.answer(question) {
            None | Some(Answer::Skipped) => none(),
            Some(answer) => words.say(answer.phrase(question)).to_owned(),
        },
        (_, None) => String::new(),
    }
}

/// Reads the screen aloud, where a voice of the language is on the device.
fn read_aloud(surface: &Surface, words: &Words, asked: Phrase, rest: Vec<Phrase>) -> Pieces {
    let (voices, reads) = (surface.voices, surface.reads);
    let locale = words.locale;
    let text: Vec<&str> = [asked]
        .into_iter()
        .chain(rest)
        .map(|phrase| words.say(phrase))
        .collect();
    let text = text.join(". ");
    let (start, stop) = (
        words.say(Phrase::ReadAloud).to_owned(),
        words.say(Phrase::StopReading).to_owned(),
    );
    live(move || {
        voices.get();
        speech::can_read(locale).then(|| {
            let (text, start, stop) = (text.clone(), start.clone(), stop.clone());
            secondary("", move || {
                if reads.get_untracked() {
                    speech::stop_reading();
                    reads.set(false);
                } else {
                    reads.set(true);
                    speech::read(&text, locale, move || {
                        reads.try_set(false);
                    });
                }
            })
            .child(text_live(move || {
                if reads.get() {
                    stop.clone()
                } else {
                    start.clone()
                }
            }))
        })
    })
}

fn still_there(surface: &Surface, words: &Words) -> El {
    let (here, attention) = (surface.clone(), surface.attention);
    let said = words.clone();
    let left = text_live(move || match attention.get() {
        Attention::Asked { seconds } => {
            let seconds = u32::try_from(seconds).unwrap_or_default();
            let seconds = locales::written(seconds, said.locale);
            said.say_with(Phrase::StartsAgain, &[("seconds", &seconds)])
        }
        Attention::There | Attention::Gone => String::new(),
    });
    let inside = Pieces::from(paragraph(left).class("govuk-body-l")).and(
        div("app-family__answers").child(primary(words.say(Phrase::StillHere), move || {
            here.back_to_survey();
        })),
    );
    frame(surface, words, Phrase::StillThere, inside)
}

fn not_saved(surface: &Surface, words: &Words) -> El {
    let again = surface.clone();
    let inside =
        div("app-family__answers").child(primary(words.say(Phrase::TryAgain), move || {
            again.try_again();
        }));
    frame(surface, words, Phrase::NotSaved, inside)
}

fn thanks(surface: &Surface, words: &Words, said: Phrase) -> El {
    let next = surface.clone();
    let heading = match said {
        Phrase::Saved => Phrase::ThankYou,
        _ => Phrase::Declined,
    };
    let inside = Pieces::from(
        paragraph(words.say(said))
            .class("govuk-body-l")
            .attr("role", "status"),
    )
    .and(div("app-family__answers").child(secondary(
        words.say(Phrase::ToTheStart),
        move || {
            next.begin_again();
        },
    )));
    frame(surface, words, heading, inside)
}

/// The question for the PIN, in the words of staff.
fn staff(surface: &Surface) -> El {
    let problems = Problems::new();
    let (taking, back) = (surface.clone(), surface.clone());
    let opened = acting(move |by: Secret| {
        taking.take_back(by, move |why| {
            problems.set(vec![Line {
                field: "secret".to_owned(),
                words: format!("The tablet was not taken back. {why}"),
            }]);
        });
    });
    let inside = Pieces::from(paragraph(
        "The family’s survey, if one is open, is saved as far as it was filled in.",
    ))
    .and(pin_question(Secret::StaffPin, problems, opened))
    .and(secondary("Back to the survey", move || {
        back.back_to_survey();
    }));
    el("main").id("main").class("app-family").child(page(
        "Take the tablet back",
        Form::Of(problems),
        inside,
    ))
}
