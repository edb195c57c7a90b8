//! The process as a library, so that tests can ask its real router.
//!
//! | module | what it holds |
//! |---|---|
//! | [`cli`] | the commands |
//! | [`config`] | one typed tree, read once |
//! | [`start`] | from configuration to a running server |
//! | [`upkeep`] | what an operator asks of the data: check, keys |
//! | [`log`] | how the log is written, and the code of every request |
//! | [`router`] | every route, and the layers around them |
//! | [`http`] | what is not a page: uploads, downloads, the demo's pictures, security headers, error pages |

pub mod cli;
pub mod config;
pub mod http;
pub mod lan;
pub mod log;
pub mod router;
pub mod start;
pub mod upkeep;
