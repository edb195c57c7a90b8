//! From configuration to a running server.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use gateway::Sms;
use service::{Cx, Parts, Settings, SystemClock};
use store::{Keys, Store};
use vision::{Engine, Pool};

use crate::config::{Config, SmsKind};
use crate::{cli, lan, log, router};

/// Pictures that may wait for a thread. At half a second each on two threads the last waits eight seconds.
const PICTURES_WAITING: usize = 32;

/// How often what has run out is forgotten.
const SWEEP_EVERY: Duration = Duration::from_mins(10);

/// Why it does not start, or ended.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The key file.
    #[error("the key file cannot be used")]
    Keys(#[from] store::KeyFileProblem),
    /// The keys of another database.
    #[error("the key file {} does not belong to this database: put the one back that does", .0.display())]
    OtherKeys(PathBuf),
    /// A file that the configuration names.
    #[error(transparent)]
    Config(#[from] crate::config::ConfigError),
    /// Database or pictures.
    #[error("the database cannot be opened")]
    Store(#[source] store::Error),
    /// The models.
    #[error("the engine cannot be loaded")]
    Engine(#[from] vision::LoadError),
    /// Hashing or seeding.
    #[error("the services cannot be started")]
    Service(#[from] service::Error),
    /// The network, threads or folders.
    #[error("the system refused")]
    System(#[from] std::io::Error),
    /// The built site.
    #[error("{0}")]
    Site(#[from] router::SiteError),
    /// What staff wanted.
    #[error(transparent)]
    Staff(#[from] cli::staff::StaffError),
    /// An exam's payment code.
    #[error(transparent)]
    Exam(#[from] cli::exam::ExamError),
    /// An account of staff.
    #[error(transparent)]
    Account(#[from] cli::account::AccountError),
    /// A decision.
    #[error(transparent)]
    Review(#[from] cli::review::ReviewError),
    /// HTTPS.
    #[error("HTTPS cannot be served")]
    Certificate(#[from] lan::CertificateError),
}

/// Opens the parts and serves until the process is told to end.
pub async fn serve(config: Box<Config>) -> Result<(), StartError> {
    log::start();
    let cx = open(&config).await?;
    let staff = if config.demo {
        service::demo::seed(&cx, &config.server.public_url).await?;
        service::demo::first_staff(&cx).await?
    } else {
        None
    };
    service::jobs::resume(&cx).await?;
    let jobs = tokio::spawn(service::jobs::run(cx.clone()));
    let sweeper = tokio::spawn(sweep_for_ever(cx.clone()));
    let routes = router::router(&config, &cx)?;
    say_where(&config, staff.as_ref());
    let ended = listen(&config, routes).await;
    jobs.abort();
    sweeper.abort();
    ended
}

/// Does what staff decided and ends. Messages leave through the jobs of the running server.
pub async fn do_for_staff(config: &Config, act: cli::staff::Act) -> Result<(), StartError> {
    let cx = open(config).await?;
    cli::announce(&cli::staff::run(&cx, act).await?);
    Ok(())
}

/// Shows or settles face checks and ends.
pub async fn face(config: &Config, wish: &cli::face::Wish) -> Result<(), StartError> {
    let cx = open(config).await?;
    cli::announce(&cli::face::run(&cx, wish).await?);
    Ok(())
}

/// Looks at the exams, or changes what the payment code of one says, and ends.
pub async fn exam(config: &Config, wish: cli::exam::Wish) -> Result<(), StartError> {
    let cx = open(config).await?;
    cli::announce(&cli::exam::run(&cx, wish).await?);
    Ok(())
}

/// Adds, lists, resets or disables staff and ends.
pub async fn account(config: &Config, wish: cli::account::Wish) -> Result<(), StartError> {
    let cx = open(config).await?;
    cli::announce(&cli::account::run(&cx, &config.server.public_url, wish).await?);
    Ok(())
}

/// Decides about a registration and ends. Messages leave through the jobs of the running server.
pub async fn review(config: &Config, act: cli::review::Act) -> Result<(), StartError> {
    let cx = open(config).await?;
    cli::announce(&cli::review::run(&cx, act).await?);
    Ok(())
}

/// Opens keys, database and engine.
pub async fn open(config: &Config) -> Result<Cx, StartError> {
    for folder in [config.data.key_file.parent(), Some(config.data.pictures.as_path())].into_iter().flatten()
    {
        std::fs::create_dir_all(folder)?;
    }
    let keys = Keys::load_or_create(&config.data.key_file)?;
    let store = Store::open(store::Config {
        database_url: config.data.database_url.clone(),
        files: config.data.pictures.clone(),
        keys,
    })
    .await
    .map_err(|error| match error {
        store::Error::Sealed => StartError::OtherKeys(config.data.key_file.clone()),
        other => StartError::Store(other),
    })?;
    let models = config.files.models.clone();
    let engine =
        tokio::task::spawn_blocking(move || Engine::load(&models)).await.map_err(std::io::Error::other)??;
    let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let waiting = NonZeroUsize::new(PICTURES_WAITING).unwrap_or(NonZeroUsize::MIN);
    let sms = match &config.sms {
        Some(sms) => match sms.kind {
            SmsKind::Spool => Sms::Spool(sms.folder.clone()),
        },
        None => Sms::None,
    };
    let settings = Settings {
        school: config.school.read()?,
        password_rule: config.password,
        sms: config.sms_rules(),
        face: config.face.clone(),
        demo: config.demo,
    };
    let pool = Pool::start("pictures", threads, waiting)?;
    let cx = Cx::new(Parts {
        store,
        clock: Arc::new(SystemClock),
        engine: Arc::new(engine),
        pool,
        sms,
        settings,
    })?;
    service::school::begin(&cx).await?;
    Ok(cx)
}

async fn sweep_for_ever(cx: Cx) {
    let mut ticks = tokio::time::interval(SWEEP_EVERY);
    loop {
        ticks.tick().await;
        if let Err(error) = service::jobs::sweep(&cx).await {
            tracing::error!(code = service::reference(), cause = %error, "what has run out could not be forgotten");
        }
    }
}

/// `staff` is the demo's first account, as long as nobody has used it: its password is fresh with every start, and stands
/// nowhere but on this terminal.
fn say_where(config: &Config, staff: Option<&(String, service::staff::account::Invitation)>) {
    let url = &config.server.public_url;
    let mut lines = vec![format!("portal      {url}/")];
    if config.demo {
        lines.push(format!("demo page   {url}/demo   (sent SMS codes, specimen card, payment page)"));
    }
    match staff {
        Some((login, invitation)) => lines.extend(cli::account::invitation(url, login, invitation)),
        None => lines.push(format!("staff       {url}{}   (zhunkao staff --help)", app::paths::admin())),
    }
    if config.server.lan {
        lines.push("The phone will warn of the certificate once: it was made on this machine.".into());
    }
    lines.push("stop with Ctrl-C".into());
    cli::announce(&lines);
}

async fn listen(config: &Config, routes: axum::Router) -> Result<(), StartError> {
    let service = routes.into_make_service_with_connect_info::<std::net::SocketAddr>();
    let handle = axum_server::Handle::new();
    tokio::spawn(end_on_signal(handle.clone()));
    if config.server.lan {
        let folder = config.data.key_file.parent().unwrap_or_else(|| std::path::Path::new("."));
        let certificate = lan::certificate(folder).await?;
        axum_server::bind_rustls(config.server.listen, certificate).handle(handle).serve(service).await?;
    } else {
        axum_server::bind(config.server.listen).handle(handle).serve(service).await?;
    }
    Ok(())
}

/// How long running requests may take once the process was told to end.
const GRACE: Duration = Duration::from_secs(10);

async fn end_on_signal(handle: axum_server::Handle<std::net::SocketAddr>) {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        else {
            return;
        };
        tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
    handle.graceful_shutdown(Some(GRACE));
}
