//! Which screen of the survey is shown, and what happens while nobody touches it.

use chrono::TimeDelta;
use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::Interval;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::answering::{Answering, Standing};
use super::screens;
use crate::browser::{ambient, history, in_hand, locales, speech, tabs};
use crate::domain::base::language::Language;
use crate::domain::capture::family_survey::{FamilySurvey, Step};
use crate::domain::record::attention::{Attention, Ending, Moment};
use crate::domain::record::locale::{Locale, Phrase, Words};
use crate::domain::tablet::hand_over::HandOver;
use crate::domain::tablet::locks::Secret;
use crate::ui::address::Address;
use crate::ui::markup::{Pieces, follow, live};
use crate::ui::navigation::Navigation;
use crate::ui::state::{Kept, State};
use crate::ui::workspace::Workspace;

/// How long the thanks stay: 20 seconds.
const THANKS: TimeDelta = TimeDelta::seconds(20);

/// One screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// It is being read whether a survey was begun.
    Opening,
    /// Where each family begins.
    Start,
    /// One step of a survey.
    Asking(Step),
    /// The languages, within a survey.
    Languages,
    /// Nobody has touched the tablet for a while.
    StillThere,
    /// The survey could not be saved.
    NotSaved,
    /// Thanks for a survey, or for having been asked.
    Thanks(Phrase),
    /// The question for the PIN.
    Staff,
}

/// What follows when the survey has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    /// The next family.
    Start,
    /// Thanks for the answers.
    ThanksForAnswers,
    /// Thanks to a family that declined.
    ThanksAllTheSame,
}

/// The survey on the screen.
#[derive(Clone)]
pub struct Surface {
    /// Everything the app shares.
    pub workspace: Workspace,
    /// Who asks, and about what.
    pub hand_over: HandOver,
    /// The surveys.
    pub answering: Answering,
    /// The screen that is shown.
    pub screen: State<Screen>,
    /// The words it is shown in.
    pub words: State<Words>,
    /// The languages there are to choose from, whose words are here.
    pub languages: State<Vec<Words>>,
    /// Whether the family is still there.
    pub attention: State<Attention>,
    /// Counts how often the voices on the device have changed.
    pub voices: State<usize>,
    /// Whether the screen is being read aloud.
    pub reads: State<bool>,
    navigation: Navigation,
    after: Kept<After>,
    touched: Kept<Moment>,
}

/// The survey, in place of the whole app.
pub fn surface(workspace: Workspace, hand_over: HandOver) -> Pieces {
    let this = Surface {
        workspace,
        answering: Answering::begin(workspace, hand_over.clone()),
        hand_over,
        screen: State::new(Screen::Opening),
        words: State::new(Words::english()),
        languages: State::new(vec![Words::english()]),
        attention: State::new(Attention::There),
        voices: State::new(0),
        reads: State::new(false),
        navigation: expect_context::<Navigation>(),
        after: Kept::new(After::Start),
        touched: Kept::new(ambient::moment()),
    };
    this.follow_languages();
    this.follow_answering();
    this.follow_touches();
    this.follow_other_tabs();
    let shown = this.clone();
    live(move || {
        let screen = shown.screen.get();
        let words = shown.words.get();
        speech::stop_reading();
        shown.reads.set(false);
        untrack(|| screens::screen(&shown, screen, &words))
    })
}

impl Surface {
    /// Brings the words of every language that is switched on, once it is known
    /// which: after a start that is a moment later. One whose words are not on this
    /// tablet yet is not offered.
    fn follow_languages(&self) {
        let (this, settings) = (self.clone(), self.workspace.settings);
        let asked = Kept::new(false);
        follow(Box::new(move || {
            let switched_on = settings.with(|settings| {
                let settings = settings.as_ref();
                settings.map(|settings| settings.survey_languages.clone())
            });
            if let Some(switched_on) = switched_on
                && !asked.get_value()
            {
                asked.set_value(true);
                this.fetch_languages(switched_on);
            }
        }));
    }

    fn fetch_languages(&self, switched_on: Vec<Language>) {
        let this = self.clone();
        spawn_local(async move {
            for locale in Locale::offered(&switched_on) {
                if locale == Locale::ENGLISH {
                    continue;
                }
                if let Some(words) = locales::words(locale).await {
                    this.languages.update(|languages| languages.push(words));
                }
            }
            // A survey that was begun goes on in its own language.
            if let Some(survey) = this.answering.survey() {
                this.speak_as(&survey);
            }
        });
    }

    fn follow_answering(&self) {
        let this = self.clone();
        follow(Box::new(move || {
            let standing = this.answering.standing.get();
            untrack(|| this.follow_standing(&standing));
        }));
    }

    fn follow_standing(&self, standing: &Standing) {
        match standing {
            Standing::Opening => {}
            // The screen stays until it is known what came of it.
            Standing::Saving => return,
            Standing::None => match self.after.get_value() {
                After::Start => self.begin_again(),
                After::ThanksForAnswers => self.thank(Phrase::Saved),
                After::ThanksAllTheSame => self.thank(Phrase::GiveBack),
            },
            Standing::Open => {
                // What this tab began to end may have gone on in another one.
                self.after.set_value(After::Start);
                if let Some(survey) = self.answering.survey() {
                    self.speak_as(&survey);
                    self.show(Screen::Asking(survey.step));
                }
            }
            Standing::NotSaved(_) => self.show(Screen::NotSaved),
        }
        self.touched.set_value(ambient::moment());
    }

    fn show(&self, screen: Screen) {
        self.attention.set(Attention::There);
        self.screen.set(screen);
    }

    fn thank(&self, phrase: Phrase) {
        self.after.set_value(After::Start);
        self.show(Screen::Thanks(phrase));
    }

    /// Where each family begins, in English until it chooses.
    pub fn begin_again(&self) {
        self.words.set(Words::english());
        self.show(Screen::Start);
    }

    /// Shows the words of a survey's language, once they are here.
    fn speak_as(&self, survey: &FamilySurvey) {
        let tag = survey.language.tag();
        let found = self.languages.with_untracked(|languages| {
            let words = languages.iter().find(|words| words.locale.tag == tag);
            words.cloned()
        });
        if let Some(words) = found
            && self.words.with_untracked(|now| *now != words)
        {
            self.words.set(words);
        }
    }

    /// The language that was chosen: for the survey, or the one to come.
    pub fn choose_language(&self, words: Words) {
        let language = words.locale.language();
        self.words.set(words);
        if self.answering.survey().is_some() {
            self.answering.change(|survey| survey.language = language);
            self.back_to_survey();
        }
    }

    /// Opens a survey.
    pub fn open(&self) {
        let language = self.words.with_untracked(|words| words.locale.language());
        self.answering.open(language);
    }

    /// Does what the family did, and shows where that leads.
    pub fn change(&self, change: impl FnOnce(&mut FamilySurvey)) {
        self.answering.change(change);
        self.back_to_survey();
    }

    /// Gives the survey in, or goes back to a comment that does not fit.
    pub fn finish(&self) {
        let to_shorten = self.answering.survey().and_then(|it| it.to_shorten());
        if let Some(step) = to_shorten {
            return self.change(|survey| survey.change(step));
        }
        self.after.set_value(After::ThanksForAnswers);
        self.answering.end(Ending::GivenIn);
    }

    /// Notes that the family declined.
    pub fn decline(&self) {
        self.after.set_value(After::ThanksAllTheSame);
        self.answering.decline();
    }

    /// Tries again what could not be saved.
    pub fn try_again(&self) {
        match self.answering.standing.get_untracked() {
            Standing::NotSaved(ending) if self.answering.survey().is_some() => {
                self.answering.end(ending);
            }
            Standing::NotSaved(_) => self.decline(),
            Standing::Opening | Standing::None | Standing::Open | Standing::Saving => {}
        }
    }

    /// The survey that is open, or else where each family begins.
    pub fn back_to_survey(&self) {
        match self.answering.survey() {
            Some(survey) => self.show(Screen::Asking(survey.step)),
            None => self.begin_again(),
        }
    }

    /// Goes back one screen, as the browser's own way back does.
    fn back(&self) {
        match self.screen.get_untracked() {
            Screen::Asking(_) => self.change(FamilySurvey::go_back),
            Screen::Languages | Screen::Staff | Screen::StillThere => self.back_to_survey(),
            Screen::Opening | Screen::Start | Screen::NotSaved | Screen::Thanks(_) => {}
        }
    }

    /// Takes the tablet back: what was begun is saved as far as it came.
    pub fn take_back(&self, by: Secret, failed: impl FnOnce(String) + 'static) {
        let (this, navigation) = (self.clone(), self.navigation);
        spawn_local(async move {
            this.answering.leave().await;
            match this.workspace.take_back(by).await {
                Ok(()) if by == Secret::RecoveryCode => navigation.go(Address::Locks),
                Ok(()) => navigation.go(Address::Today),
                Err(error) => failed(crate::ui::sentences::store_problem(&error)),
            }
        });
    }

    fn follow_touches(&self) {
        for event in ["pointerdown", "keydown", "input"] {
            let this = self.clone();
            let touch = move || {
                this.take_in_hand();
                // Whoever wakes a tablet that slept is perhaps another family.
                this.look_round();
                this.touched.set_value(ambient::moment());
            };
            StoredValue::new_local(EventListener::new(&document(), event, move |_| touch()));
        }
        let this = self.clone();
        let seen = move |_: &web_sys::Event| {
            if tabs::is_seen() {
                this.take_in_hand();
            }
            this.look_round();
        };
        StoredValue::new_local(EventListener::new(&document(), "visibilitychange", seen));
        // A file that is dropped would take the survey's place.
        for event in ["dragover", "drop"] {
            let options = EventListenerOptions::enable_prevent_default();
            let refuse = |event: &web_sys::Event| event.prevent_default();
            StoredValue::new_local(EventListener::new_with_options(
                &document(),
                event,
                options,
                refuse,
            ));
        }
        let this = self.clone();
        StoredValue::new_local(Interval::new(1000, move || this.look_round()));
        let this = self.clone();
        StoredValue::new_local(history::hold(move || this.back()));
        let voices = self.voices;
        let changed = move || voices.update(|count| *count += 1);
        StoredValue::new_local(speech::follow_voices(changed));
    }

    /// Follows what another tab does with the survey, and holds what a family has in
    /// its hands.
    fn follow_other_tabs(&self) {
        let (this, heard) = (self.clone(), self.workspace.handing.heard);
        follow(Box::new(move || {
            heard.get();
            untrack(|| this.catch_up());
        }));
        on_cleanup(in_hand::put_down);
    }

    fn catch_up(&self) {
        let answering = self.answering.clone();
        spawn_local(async move { answering.follow_other_tabs().await });
    }

    /// A family has this tab in its hands. Where it had another one until now, what it
    /// did there is shown, and this tab has seen no touch for as long as it likes.
    fn take_in_hand(&self) {
        if !in_hand::is_here() {
            in_hand::take();
            self.touched.set_value(ambient::moment());
            self.catch_up();
        }
    }

    /// Ends the survey of a family that has gone; not where it has another tab in its
    /// hands.
    fn end_where_it_is_in_hand(&self) {
        let this = self.clone();
        spawn_local(async move {
            if in_hand::is_still_here().await {
                this.after.set_value(After::Start);
                this.answering.end(Ending::NobodyThere);
            }
        });
    }

    /// Shows the survey as it is, and nothing that waits for somebody.
    fn stay_behind(&self) {
        self.touched.set_value(ambient::moment());
        match self.screen.get_untracked() {
            Screen::StillThere | Screen::Staff => self.back_to_survey(),
            Screen::Thanks(_) => self.begin_again(),
            Screen::Opening
            | Screen::Start
            | Screen::Asking(_)
            | Screen::Languages
            | Screen::NotSaved => {}
        }
    }

    /// What is to be done about the time since the last touch.
    fn look_round(&self) {
        let now = ambient::moment();
        if !in_hand::is_here() {
            // The tab that the family has in its hands judges for this one.
            return self.stay_behind();
        }
        let touched = self.touched.get_value().as_it_counts(now);
        self.touched.set_value(touched);
        let attention = Attention::since(touched, now);
        match self.screen.get_untracked() {
            Screen::Asking(_) | Screen::Languages | Screen::StillThere => match attention {
                Attention::There => {}
                Attention::Asked { .. } => {
                    self.attention.set(attention);
                    if self.screen.get_untracked() != Screen::StillThere {
                        self.screen.set(Screen::StillThere);
                    }
                }
                Attention::Gone => self.end_where_it_is_in_hand(),
            },
            Screen::Thanks(_) if touched.until(now) >= THANKS => self.begin_again(),
            Screen::Start if attention == Attention::Gone => {
                if self.words.with_untracked(|it| it.locale != Locale::ENGLISH) {
                    self.begin_again();
                }
            }
            Screen::Staff if attention != Attention::There => self.back_to_survey(),
            Screen::Opening
            | Screen::Start
            | Screen::NotSaved
            | Screen::Thanks(_)
            | Screen::Staff => {}
        }
    }
}
