//! What people see, and the wire: pages, components and server functions, compiled for the browser and for the server.
#![recursion_limit = "512"]

pub mod account;
pub mod demo;
pub mod error;
pub mod exam;
pub mod identity;
pub mod paths;
pub mod payment;
pub mod registration;
#[cfg(feature = "ssr")]
pub mod ssr;
