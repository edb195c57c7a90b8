//! Parts of pages that know nothing of the features: they take words and values and draw them.
//!
//! | module | what it draws |
//! |---|---|
//! | [`layout`] | the frame of a page: top bar, tabs, the bar with the one action |
//! | [`display`] | 大字 and 语言 |
//! | [`load`] | a page's data while it comes, and in words when it does not |
//! | [`form`] | a form that works with and without WASM, its summary of errors, its submit button |
//! | [`field`] | text fields, choices and ticks with label, hint and error |
//! | [`steps`] | the slim line of steps on the road of a registration |
//! | [`parts`] | sheets, notices, badges, rows of label and value |
//! | [`seal`] | the seal 「准」 and the small marks |
//! | [`help`] | whom to call |
//! | [`copy`] | a value with a button that copies it |
//! | [`secret`] | a new password, the button for another code |
//! | [`still`] | nothing by itself: hides the types of views at the least size of code |
//! | [`camera`] | the visitor's own camera, and the way out when it does not open |
//! | [`browser`] | nothing: tells families of browsers apart |
//! | [`moment`] | points in time, countdowns |

pub mod browser;
pub mod camera;
pub mod canvas;
pub mod copy;
pub mod display;
pub mod field;
pub mod form;
pub mod help;
pub mod install;
pub mod layout;
pub mod load;
pub mod moment;
pub mod offline;
pub mod parts;
pub mod pause;
pub mod photo;
pub mod seal;
pub mod secret;
pub mod steps;
pub mod still;

pub use copy::CopyRow;
pub use field::{Choice, Choices, Picker, TextField, Tick};
pub use form::{
    BottomAction, BottomLink, ErrorSummary, Errors, Form, SubmitButton, errors_of, fields_problem,
    refusal_of, unchecked,
};
pub use layout::{Page, Tab};
pub use load::{Loaded, error_view};
pub use moment::Countdown;
pub use parts::{Badge, Facts, Notice, SCHOOLS, Sheet, Tone, quoting, school_text};
pub use seal::{Mark, Seal, Shape};
pub use secret::{NewPassword, ResendButton, check_new_password};
pub use steps::StepLine;
