//! `zhunkao`, the process: reads its command line and configuration, opens the parts, serves.
//!
//! | module | what it holds |
//! |---|---|
//! | [`cli`] | the commands |
//! | [`config`] | one typed tree, read once |
//! | [`start`] | from configuration to a running server |
//! | [`router`] | every route, and the layers around them |
//! | [`http`] | what is not a page: uploads, downloads, the demo's pictures, security headers |

mod cli;
mod config;
mod http;
mod lan;
mod router;
mod start;

use std::process::ExitCode;

fn main() -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return cli::fail(&error),
    };
    let command = match cli::parse() {
        Ok(command) => command,
        Err(error) => return cli::fail(&error),
    };
    let ended = runtime.block_on(async {
        match command {
            cli::Command::Serve(config) => start::serve(config).await,
            cli::Command::Staff(config, act) => start::do_for_staff(&config, act).await,
            cli::Command::Face(wish, config) => {
                let cx = start::open(&config).await?;
                Ok(cli::face::run(&cx, &wish).await?)
            }
            cli::Command::Review(config, act) => start::review(&config, act).await,
            cli::Command::Help => {
                cli::help();
                Ok(())
            }
        }
    });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => cli::fail(&error),
    }
}
