//! `zhunkao`, the process: reads its command line and configuration, opens the parts, serves.

use std::process::ExitCode;

use server::cli::{self, Command};
use server::{start, upkeep};

fn main() -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return cli::fail(&error),
    };
    let command = match cli::parse() {
        Ok(command) => command,
        Err(error) => return cli::fail(&error),
    };
    runtime.block_on(async {
        match command {
            Command::Serve(config) => cli::ended(start::serve(config).await),
            Command::Staff(config, act) => cli::ended(start::do_for_staff(&config, act).await),
            Command::Face(wish, config) => cli::ended(start::face(&config, &wish).await),
            Command::Exam(wish, config) => cli::ended(start::exam(&config, wish).await),
            Command::Account(wish, config) => cli::ended(start::account(&config, wish).await),
            Command::AccountHelp => {
                cli::account_help();
                ExitCode::SUCCESS
            }
            Command::Review(config, act) => cli::ended(start::review(&config, act).await),
            Command::Check(place) => upkeep::check(&place).await,
            Command::Keys(wish, place) => cli::ended(upkeep::keys(wish, &place).await),
            Command::Audit(wish, place) => cli::audit::run(wish, &place).await,
            Command::Help => {
                cli::help();
                ExitCode::SUCCESS
            }
        }
    })
}
