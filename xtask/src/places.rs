//! Where things lie: the clone, the cache of fetched things, the folder cargo builds into.
//!
//! The cache is `$ZHUNKAO_CACHE`, else `~/.cache/zhunkao/v1`; its version is raised when its layout changes,
//! so that two ages of the project do not disturb each other.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::program::Program;
use crate::stamp;
use crate::trouble::Trouble;

/// The folders that the commands work in.
pub struct Places {
    root: PathBuf,
    cache: PathBuf,
    target: PathBuf,
    cargo_home: PathBuf,
}

impl Places {
    /// Finds them. Asks cargo for its target folder, which also honours `CARGO_TARGET_DIR`.
    pub fn find() -> Result<Self, Trouble> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest.parent().map(Path::to_path_buf).unwrap_or(manifest);
        let cache = cache_from(env::var_os("ZHUNKAO_CACHE"), env::var_os("HOME"))?;
        let text = Program::new("cargo")
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .within(&root)
            .read()?;
        let target = target_of(&text)
            .ok_or_else(|| Trouble::new("`cargo metadata` does not name the target folder"))?;
        let home = PathBuf::from(env::var_os("HOME").unwrap_or_default());
        let cargo_home = env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
        Ok(Self { root, cache, target, cargo_home })
    }

    /// The clone.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where cargo puts what it compiles.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Where cargo keeps the sources of others.
    pub fn cargo_home(&self) -> &Path {
        &self.cargo_home
    }

    /// A program or example of the host profile, as `zhunkao` or `examples/draw`.
    pub fn built(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(name)
    }

    /// The browser's bundle; always in the clone, since it is one clone's.
    pub fn site(&self) -> PathBuf {
        self.root.join("target/site")
    }

    /// What the tests report and draw; always in the clone.
    pub fn reports(&self) -> PathBuf {
        self.root.join("target/test")
    }

    /// Cargo's programs: `cargo-leptos`, `wasm-bindgen`.
    pub fn tools(&self) -> PathBuf {
        self.cache.join("tools")
    }

    /// The model files, flat.
    pub fn models(&self) -> PathBuf {
        self.cache.join("models")
    }

    /// One folder per state of the lock file, each with its `node_modules`.
    pub fn node(&self) -> PathBuf {
        self.cache.join("node")
    }

    /// A new, empty folder in the cache for half-done work, on the same disk as what it becomes.
    ///
    /// It is named after this process; what ended processes left behind is removed on the way.
    pub fn unfinished(&self) -> Result<PathBuf, Trouble> {
        let all = self.cache.join("unfinished");
        let own = all.join(std::process::id().to_string());
        for entry in std::fs::read_dir(&all).into_iter().flatten().flatten() {
            let is_alive = Path::new("/proc").join(entry.file_name()).exists();
            if !is_alive && Path::new("/proc/self").exists() {
                stamp::remove_folder(&entry.path())?;
            }
        }
        stamp::empty_folder(&own)?;
        Ok(own)
    }

    /// `PATH` with the fetched programs in front.
    pub fn path(&self) -> OsString {
        let mut folders = vec![self.tools().join("bin"), self.root.join("node_modules/.bin")];
        if let Some(path) = env::var_os("PATH") {
            folders.extend(env::split_paths(&path));
        }
        env::join_paths(folders).unwrap_or_default()
    }
}

fn cache_from(named: Option<OsString>, home: Option<OsString>) -> Result<PathBuf, Trouble> {
    match (named.filter(|value| !value.is_empty()), home) {
        (Some(named), _) => std::path::absolute(&named).map_err(Trouble::with(&PathBuf::from(&named))),
        (None, Some(home)) => Ok(PathBuf::from(home).join(".cache/zhunkao/v1")),
        (None, None) => Err(Trouble::new("neither ZHUNKAO_CACHE nor HOME is set")),
    }
}

fn target_of(metadata: &str) -> Option<PathBuf> {
    let value: serde_json::Value = serde_json::from_str(metadata).ok()?;
    value["target_directory"].as_str().map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_can_be_named_and_else_lies_in_the_home() {
        let named = cache_from(Some("/a/b".into()), Some("/home/x".into()));
        assert_eq!(named, Ok(PathBuf::from("/a/b")));
        let home = cache_from(Some(OsString::new()), Some("/home/x".into()));
        assert_eq!(home, Ok(PathBuf::from("/home/x/.cache/zhunkao/v1")));
        assert!(cache_from(None, None).is_err());
    }

    #[test]
    fn the_target_folder_is_the_one_cargo_names() {
        let metadata = r#"{"packages":[],"target_directory":"/t/x"}"#;
        assert_eq!(target_of(metadata), Some(PathBuf::from("/t/x")));
        assert_eq!(target_of("{}"), None);
    }
}
