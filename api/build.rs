//! Builds the pages of `web/` through npm and leaves them in `OUT_DIR`, where `src/http/web.rs` embeds them.
//!
//! `TELLERGRAPH_WEB` unset: build them, or go on without them and warn; `skip`: leave them out; `require`: fail when
//! they cannot be built.
#![expect(clippy::disallowed_methods, reason = "a build script is told everything through the environment")]

use std::{
    env,
    fmt::Write as _,
    fs::{self, File},
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

/// Everything that decides what the bundle is, relative to `web/`.
const SOURCES: [&str; 7] =
    [".npmrc", "index.html", "package-lock.json", "package.json", "src", "tsconfig.json", "vite.config.ts"];

/// On Windows npm is a batch file, which is found only by its full name.
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

#[expect(clippy::print_stderr, reason = "cargo shows it when the script fails")]
fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    println!("cargo::rerun-if-env-changed=TELLERGRAPH_WEB");
    let web = cargo_path("CARGO_MANIFEST_DIR")?.join("../web");
    let out_dir = cargo_path("OUT_DIR")?;
    // Cargo takes a missing path for a changed one: without `web/` every build would start over.
    for source in SOURCES.iter().map(|source| web.join(source)).filter(|source| source.exists()) {
        println!("cargo::rerun-if-changed={}", source.display());
    }

    let choice = env::var_os("TELLERGRAPH_WEB").unwrap_or_default();
    let bundle = match choice.to_str() {
        Some("") => bundle(&web, &out_dir).unwrap_or_else(|problem| {
            println!(
                "cargo::warning=GraphiQL is left out: {problem}. To build it in, install Node.js 20.19 or newer with \
                 npm and run TELLERGRAPH_WEB=require cargo build; TELLERGRAPH_WEB=skip silences this."
            );
            Vec::new()
        }),
        Some("skip") => Vec::new(),
        Some("require") => bundle(&web, &out_dir)?,
        _ => return Err("TELLERGRAPH_WEB is neither `skip` nor `require`, nor unset".to_owned()),
    };
    let generated = out_dir.join("web.rs");
    fs::write(&generated, listing(&bundle)?).map_err(|error| at(&generated, &error))
}

fn cargo_path(variable: &str) -> Result<PathBuf, String> {
    env::var_os(variable).map(PathBuf::from).ok_or_else(|| format!("{variable} is not set: run this through cargo"))
}

/// Paths of the bundle's files relative to `OUT_DIR/web`, `.gz` included, after a build if the sources ask for one.
fn bundle(web: &Path, out_dir: &Path) -> Result<Vec<String>, String> {
    let lock_path = web.join(".lock");
    let lock = File::create(&lock_path).map_err(|error| at(&lock_path, &error))?;
    // Builds of several profiles share `web/dist`: the first one works, the others find it done.
    lock.lock().map_err(|error| at(&lock_path, &error))?;

    let dist = web.join("dist");
    let stamp_path = dist.join(".stamp");
    let stamp = fingerprint(web)?;
    if fs::read_to_string(&stamp_path).ok().as_deref() != Some(stamp.as_str()) {
        remove(&dist)?;
        npm(web, &lock, &["ci", "--include=dev", "--prefer-offline"])?;
        npm(web, &lock, &["run", "build"])?;
        // Last, so that a build that was killed is not taken for a finished one.
        fs::write(&stamp_path, stamp).map_err(|error| at(&stamp_path, &error))?;
    }

    // A copy, since `web/dist` may be built anew while the compiler reads.
    let embedded = out_dir.join("web");
    remove(&embedded)?;
    let mut paths = Vec::new();
    for file in files(&dist)?.into_iter().filter(|file| *file != stamp_path) {
        let relative = file.strip_prefix(&dist).map_err(|error| error.to_string())?;
        let target = embedded.join(relative);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(|error| at(folder, &error))?;
        }
        fs::copy(&file, &target).map_err(|error| at(&file, &error))?;
        paths.push(relative.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"));
    }
    Ok(paths)
}

/// Runs npm in `web/`; its output is shown only if it fails.
#[expect(clippy::print_stderr, reason = "cargo shows it when the script fails")]
fn npm(web: &Path, lock: &File, arguments: &[&str]) -> Result<(), String> {
    // npm holds the lock too: should this process be killed, the next build waits until npm is gone.
    let held = lock.try_clone().map_err(|error| error.to_string())?;
    let output = Command::new(NPM).args(arguments).current_dir(web).stdin(held).output().map_err(|error| {
        if error.kind() == io::ErrorKind::NotFound {
            "npm, which comes with Node.js, is not installed".to_owned()
        } else {
            format!("npm: {error}")
        }
    })?;
    if output.status.success() {
        return Ok(());
    }
    eprintln!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Err(format!("`npm {}` in web/ ended with {}", arguments.join(" "), output.status))
}

/// Changes whenever a source changes. Not a checksum against malice: the lockfile has those.
fn fingerprint(web: &Path) -> Result<String, String> {
    let mut hasher = DefaultHasher::new();
    for source in SOURCES {
        let path = web.join(source);
        for file in if path.is_dir() { files(&path)? } else { vec![path] } {
            file.strip_prefix(web).map_err(|error| error.to_string())?.hash(&mut hasher);
            fs::read(&file).map_err(|error| at(&file, &error))?.hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Every file below a folder, in the same order everywhere.
fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| at(folder, &error))? {
        let path = entry.map_err(|error| at(folder, &error))?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The expression that `src/http/web.rs` includes: a slice of its `Embedded`, empty when the bundle is left out.
fn listing(paths: &[String]) -> Result<String, String> {
    let mut source = "&[\n".to_owned();
    for path in paths {
        let served = path.strip_suffix(".gz").ok_or_else(|| format!("web/dist/{path} is not compressed"))?;
        let content_type = match Path::new(served).extension().and_then(|extension| extension.to_str()) {
            Some("css") => "text/css; charset=utf-8",
            Some("html") => "text/html; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("md") => "text/markdown; charset=utf-8",
            Some("svg") => "image/svg+xml",
            Some("ttf") => "font/ttf",
            _ => return Err(format!("web/dist/{path}: name its content type in api/build.rs")),
        };
        writeln!(
            source,
            "    Embedded {{ path: {served:?}, content_type: {content_type:?}, gzip: include_bytes!({:?}) }},",
            format!("web/{path}")
        )
        .map_err(|error| error.to_string())?;
    }
    source.push_str("]\n");
    Ok(source)
}

fn remove(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(folder, &error)),
        _ => Ok(()),
    }
}

fn at(path: &Path, error: &io::Error) -> String {
    format!("{}: {error}", path.display())
}
