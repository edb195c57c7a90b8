//! Every word that people read, as functions made from `locales/zh-CN/` by the build script.

include!(concat!(env!("OUT_DIR"), "/words.rs"));
