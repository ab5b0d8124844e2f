//! The server, asked without a port: every answer is the picture that the command line makes, or says what to do.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Request};
use mimeo::campaign::{Output, Renderer};
use mimeo::compile::SlotInput;
use mimeo::diag::Sources;
use mimeo::encode::Format;
use mimeo::locale::Locale;
use mimeo::memo::{Memo, Work};
use mimeo::raster::Kernels;
use mimeo::serve::{App, Canonical, Keyring, Settings, encode, router};
use mimeo::store::{self, Project, Store};
use tokio_stream::StreamExt;
use tower::ServiceExt;

const PICTURE: &str = "/v1/render/summer-sale.jpg?size=300x250&brand=parasola&locale=de-DE&slot.photo=beach\
                       &slot.headline=deck%20headline.1-home";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

struct Server {
    app: App,
    data: tempfile::TempDir,
}

struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("plain letters"))
    }

    /// The code of a problem document, whose shape is checked on the way.
    fn code(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        assert_eq!(self.header("cache-control"), "no-store");
        let problem: serde_json::Value = serde_json::from_slice(&self.body).expect("JSON");
        assert_eq!(problem["status"], self.status);
        assert!(problem["message"].as_str().is_some_and(|text| text.len() > 5), "{problem}");
        assert!(problem["hints"].is_array() && problem["title"].is_string(), "{problem}");
        problem["code"].as_str().expect("a code").to_owned()
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Server {
    async fn start(change: impl FnOnce(&mut Settings)) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let mut settings = Settings {
            root: root().into(),
            data: data.path().into(),
            assets: root().join("fixtures/photos"),
            threads: 2,
            patience: Duration::from_secs(120),
            ..Settings::default()
        };
        change(&mut settings);
        Self { app: App::open(settings).await.expect("opens"), data }
    }

    async fn open() -> Self {
        Self::start(|settings| (settings.unsigned, settings.studio) = (true, true)).await
    }

    async fn ask(&self, request: Request<Body>) -> Answer {
        let response = router(self.app.clone()).oneshot(request).await.expect("always answers");
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, 64 << 20).await.expect("a body");
        Answer { status: parts.status.as_u16(), headers: parts.headers, body: body.to_vec() }
    }

    async fn get(&self, address: &str) -> Answer {
        self.ask(Request::get(address).body(Body::empty()).expect("an address")).await
    }

    fn sign(&self, address: &str, expires: Option<u64>) -> String {
        let (path, query) = address.split_once('?').expect("a query");
        let keys = Keyring::open(self.data.path()).expect("keys");
        keys.sign(Canonical::read(path, Some(query)).expect("well formed"), expires).expect("signed")
    }
}

/// What `mimeo render` writes for the same variant, by the same calls and without a server.
async fn rendered(format: Format) -> Vec<u8> {
    let data = tempfile::tempdir().expect("a folder");
    let (project, mut sources) = (Project::at(root()), Sources::new());
    let store = Store::open(data.path()).await.expect("a database");
    let photos = root().join("fixtures/photos");
    let loaded = store::load(&store, &project, "parasola", Some(&photos), &mut sources).await.expect("loads");
    let template = store::read_template(&project, "summer-sale", &mut sources).expect("reads").template;
    let memo = Memo::new(64 << 20);
    let slots = [("photo", "beach"), ("headline", "deck headline.1-home")];
    let slots: BTreeMap<_, _> = slots.map(|(name, value)| (name.to_owned(), SlotInput::parse(value))).into();
    let request = mimeo::compile::Request {
        size: "300x250".into(),
        locale: Locale::parse("de-DE").expect("a tag"),
        slots,
        caps: BTreeMap::new(),
    };
    let renderer = Renderer {
        template: &template,
        inputs: &loaded.inputs,
        blobs: &loaded.blobs,
        memo: &memo,
        kernels: Kernels::best(),
    };
    renderer.render(&request, Output { format, ..Output::default() }).expect("draws").bytes
}

#[tokio::test]
async fn a_picture_is_what_the_command_line_makes() {
    let server = Server::open().await;
    for (word, format) in Format::WORDS {
        let answer = server.get(&PICTURE.replace(".jpg", &format!(".{word}"))).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.header("content-type"), format.mime());
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        // it has no decoder for AVIF
        if format != Format::Avif {
            let picture = image::load_from_memory(&answer.body).expect("decodes");
            assert_eq!((picture.width(), picture.height()), (300, 250));
        }
        assert!(answer.body == rendered(format).await, "{word}: other bytes");
    }
}

#[tokio::test]
async fn head_and_revalidation_send_no_body_and_the_same_headers() {
    let server = Server::open().await;
    let whole = server.get(PICTURE).await;
    let head = server.ask(Request::head(PICTURE).body(Body::empty()).expect("an address")).await;
    assert_eq!((head.status, head.body.len()), (200, 0));
    for name in ["etag", "content-type", "content-length", "cache-control"] {
        assert_eq!(head.header(name), whole.header(name), "{name}");
    }
    assert_eq!(whole.header("content-length"), whole.body.len().to_string());
    let tag = whole.header("etag");
    assert!(tag.starts_with('"') && tag.len() == 66, "strong: {tag}");
    for (list, status) in
        [(tag.to_owned(), 304), (format!("\"x\", W/{tag}"), 304), ("*".into(), 304), ("\"x\"".into(), 200)]
    {
        let asked = Request::get(PICTURE).header("if-none-match", &list).body(Body::empty());
        let answer = server.ask(asked.expect("an address")).await;
        assert_eq!(answer.status, status, "{list}");
        assert_eq!(answer.header("etag"), tag);
        assert_eq!(answer.body.is_empty(), status == 304);
    }
}

#[tokio::test]
async fn what_is_wrong_with_an_address_is_said() {
    let server = Server::open().await;
    let long = format!("{PICTURE}&slot.sub={}", "a".repeat(9000));
    let many = format!("{PICTURE}&slot.sub={}", "a".repeat(91));
    let with = |more: &str| format!("{PICTURE}{more}");
    let without = |less: &str| PICTURE.replace(less, "");
    for (address, status, code) in [
        (PICTURE.replace("300x250", "300x251"), 404, "unknown_size"),
        (PICTURE.replace("summer-sale", "winter-sale"), 404, "unknown_template"),
        (PICTURE.replace("summer-sale", "..%2F..%2Fetc%2Fpasswd"), 404, "unknown_template"),
        (PICTURE.replace("parasola", "nobody"), 404, "unknown_brand"),
        (PICTURE.replace("parasola", ".."), 404, "unknown_brand"),
        (PICTURE.replace(".jpg", ".svg"), 404, "unknown_path"),
        (PICTURE.replace("de-DE", "!"), 400, "bad_parameter"),
        (PICTURE.replace("beach", "../beach.jpg"), 422, "cannot_draw"),
        (without("size=300x250&"), 400, "missing_parameter"),
        (without("brand=parasola&"), 400, "missing_parameter"),
        (with("&slot.headlin=x"), 400, "unknown_slot"),
        (with("&colour=red"), 400, "unknown_parameter"),
        (with("&slot.=red"), 400, "unknown_parameter"),
        (with("&size=300x250"), 400, "doubled_parameter"),
        (with("&quality=101"), 400, "bad_parameter"),
        (with("&slot.sub=%zz"), 400, "bad_parameter"),
        (many, 422, "cannot_draw"),
        (long, 414, "too_long"),
        ("/.git/config".into(), 404, "unknown_path"),
        ("/v1/render/".into(), 404, "unknown_path"),
        ("/v1/render/a/b.png".into(), 404, "unknown_path"),
    ] {
        let answer = server.get(&address).await;
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{address}: {}", answer.text());
    }
    let posted = server.ask(Request::post(PICTURE).body(Body::empty()).expect("an address")).await;
    assert_eq!(
        (posted.status, posted.code().as_str(), posted.header("allow")),
        (405, "wrong_method", "GET, HEAD")
    );
}

#[tokio::test]
async fn only_signed_addresses_are_answered() {
    let server = Server::start(|_| {}).await;
    let signed = server.sign(PICTURE, None);
    let answer = server.get(&signed).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("cache-control"), "public, max-age=3600");
    let forged = signed.replace("beach", "pool");
    let other = Keyring::open(tempfile::tempdir().expect("a folder").path()).expect("keys");
    let canonical =
        Canonical::read("/v1/render/summer-sale.jpg", PICTURE.split_once('?').map(|(_, query)| query));
    let foreign = other.sign(canonical.expect("well formed"), None).expect("signed");
    let cut = &signed[..signed.len() - 2];
    for address in [PICTURE, &forged, &foreign, cut, "/v1/render/nothing.jpg?size=1"] {
        let answer = server.get(address).await;
        assert_eq!((answer.status, answer.code().as_str()), (403, "bad_signature"), "{address}");
    }
    let expired = server.get(&server.sign(PICTURE, Some(1))).await;
    assert_eq!((expired.status, expired.code().as_str()), (403, "expired"));
    let studio = server.get("/studio/").await;
    assert_eq!(studio.status, 404, "pages that need no signature are not shown unless asked for");
}

#[tokio::test]
async fn what_ad_servers_append_does_not_change_the_signature() {
    let server = Server::start(|_| {}).await;
    let signed = server.sign(PICTURE, None);
    let plain = server.get(&signed).await;
    for more in ["cb=123&ord=9", "gdpr=1&gdpr_consent=CP%zz&gclid=x&cb=1&cb=2", "deadline_ms=60000"] {
        let answer = server.get(&format!("{signed}&{more}")).await;
        assert_eq!(answer.status, 200, "{more}: {}", answer.text());
        assert_eq!(answer.header("etag"), plain.header("etag"));
    }
    // Another order and another encoding are the same address.
    let (path, query) = signed.split_once('?').expect("a query");
    let mut pairs: Vec<String> = query.split('&').map(|pair| pair.replace("%20", "+")).collect();
    pairs.reverse();
    assert_eq!(server.get(&format!("{path}?{}", pairs.join("&"))).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn auto_sends_what_the_client_takes_and_says_that_it_varies() {
    let server = Server::open().await;
    let address = PICTURE.replace(".jpg", ".auto");
    let ask = async |accept: &str| {
        let request = Request::get(&address).header("accept", accept).body(Body::empty());
        server.ask(request.expect("an address")).await
    };
    for (accept, kind) in
        [("*/*", "image/jpeg"), ("image/webp,*/*", "image/webp"), ("image/avif,*/*;q=0.8", "image/avif")]
    {
        let answer = ask(accept).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{}", answer.text());
        assert_eq!(answer.header("vary"), "accept");
    }
    assert_eq!(ask("*/*").await.body, server.get(PICTURE).await.body);
    assert_eq!(server.get(PICTURE).await.header("vary"), "", "one format, one answer");
}

#[tokio::test(flavor = "multi_thread")]
async fn equal_requests_at_once_are_rendered_once() {
    let server = Server::open().await;
    let all = futures(40, |_| server.get(PICTURE)).await;
    assert!(all.iter().all(|answer| answer.status == 200 && answer.body == all[0].body));
    let bands = u64::from(Format::Jpeg.bands(250));
    let encoded = server.app.memo().ledger().count(Work::Encode);
    assert_eq!(
        (encoded.evaluated, encoded.asked()),
        (bands, bands),
        "each band was asked for by one render only"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_fits_is_turned_away_and_not_remembered() {
    let server = Server::start(|s| (s.unsigned, s.waiting, s.threads) = (true, 1, 1)).await;
    // The snapshot is read before, so that all of them want a place at the same time.
    server.get(&PICTURE.replace("300x250", "320x50")).await;
    let all = futures(12, |n| {
        let address = PICTURE.replace("headline.1-home", &format!("headline.1-home&quality={}", 20 + n));
        let server = &server;
        async move { server.get(&address).await }
    })
    .await;
    let (done, away): (Vec<_>, Vec<_>) = all.iter().partition(|answer| answer.status == 200);
    assert!(!done.is_empty() && !away.is_empty());
    for answer in away {
        assert_eq!((answer.status, answer.code().as_str()), (503, "overloaded"));
        assert!(!answer.header("retry-after").is_empty());
    }
    let again = server.get(&format!("{PICTURE}&quality=31")).await;
    assert_eq!(again.status, 200);
}

/// Runs requests side by side.
async fn futures<F: Future>(count: usize, make: impl Fn(usize) -> F) -> Vec<F::Output> {
    let mut open: Vec<_> = (0..count).map(|n| Some(Box::pin(make(n)))).collect();
    let mut done: Vec<Option<F::Output>> = (0..count).map(|_| None).collect();
    std::future::poll_fn(|cx| {
        for (slot, result) in open.iter_mut().zip(&mut done) {
            if let Some(future) = slot
                && let std::task::Poll::Ready(value) = future.as_mut().poll(cx)
            {
                (*slot, *result) = (None, Some(value));
            }
        }
        if open.iter().all(Option::is_none) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}

#[tokio::test]
async fn health_says_whether_pictures_can_be_made() {
    let server = Server::start(|_| {}).await;
    let answer = server.get("/healthz").await;
    let health: serde_json::Value = serde_json::from_slice(&answer.body).expect("JSON");
    assert_eq!((answer.status, &health["live"], &health["ready"]), (200, &true.into(), &true.into()));
    let nowhere = tempfile::tempdir().expect("a folder");
    let server = Server::start(|settings| settings.root = nowhere.path().into()).await;
    let answer = server.get("/healthz").await;
    let health: serde_json::Value = serde_json::from_slice(&answer.body).expect("JSON");
    assert_eq!((answer.status, &health["live"], &health["ready"]), (503, &true.into(), &false.into()));
}

/// A project whose templates may be changed.
fn project() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("templates");
    copy_all(&root().join("templates"), &copy);
    for shared in ["brand-kits", "fonts"] {
        std::os::unix::fs::symlink(root().join(shared), folder.path().join(shared)).expect("a link");
    }
    let file = copy.join("summer-sale/template.yaml");
    (folder, file)
}

fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() { copy_all(&path, &to) } else { fs::copy(&path, &to).map(drop).expect("copied") }
    }
}

#[tokio::test]
async fn the_preview_shows_all_sizes_of_the_chosen_locales() {
    let server = Server::open().await;
    let page = server.get("/studio/preview/summer-sale?brand=parasola&locale=en-US,ar-SA").await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
    let html = page.text();
    assert!(
        !html.contains("style=") && !html.contains("<style") && !html.contains(" onclick"),
        "nothing inline"
    );
    let (project, mut sources) = (Project::at(root()), Sources::new());
    let template = store::read_template(&project, "summer-sale", &mut sources).expect("reads").template;
    for size in &template.sizes {
        for locale in ["en-US", "ar-SA"] {
            let src = format!(
                "/studio/picture/summer-sale.jpg?brand=parasola&amp;size={}&amp;locale={locale}",
                encode(&size.name.value)
            );
            assert!(html.contains(&src), "{src}");
        }
    }
    // Each picture of the page is drawn.
    let sources: Vec<String> = html
        .split("<img src=\"/studio/picture/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|s| s.replace("&amp;", "&"))
        .collect();
    assert_eq!(sources.len(), template.sizes.len() * 2);
    let smallest = sources.iter().find(|src| src.contains("320x50")).expect("a strip");
    let answer = server.get(&format!("/studio/picture/{smallest}")).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "image/jpeg"), "{}", answer.text());
    let list = server.get("/studio/").await.text();
    assert!(list.contains("/studio/preview/summer-sale"), "{list}");
}

#[tokio::test]
async fn what_comes_from_the_address_is_never_markup() {
    let server = Server::open().await;
    let evil = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
    for address in [
        format!("/studio/preview/summer-sale?brand=parasola&slot.headline={evil}"),
        format!("/studio/preview/summer-sale?brand=parasola&slot.{evil}=x"),
        format!("/studio/preview/{evil}"),
        format!("/studio/preview/summer-sale?brand={evil}"),
    ] {
        let answer = server.get(&address).await;
        let html = answer.header("content-type").starts_with("text/html");
        assert!(!html || !answer.text().contains("<script>alert"), "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_save_is_told_and_a_broken_one_keeps_the_last_good_pictures() {
    let (folder, file) = project();
    let start = |settings: &mut Settings| {
        (settings.unsigned, settings.studio) = (true, true);
        settings.root = folder.path().into();
    };
    let server = Server::start(start).await;
    let before = server.get(PICTURE).await;
    assert_eq!(before.status, 200, "{}", before.text());
    let asked = Request::get("/studio/events/summer-sale").body(Body::empty()).expect("an address");
    let stream = router(server.app.clone()).oneshot(asked).await.expect("answers");
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    let mut stream = stream.into_body().into_data_stream();
    // Fails when nothing is told in time.
    let mut saved = async || {
        let next = tokio::time::timeout(Duration::from_secs(20), stream.next()).await.expect("told in time");
        let text = String::from_utf8(next.expect("goes on").expect("readable").to_vec()).expect("text");
        assert!(text.contains("event: saved"), "{text}");
    };

    // Broken: the fault is shown with its line and column, the picture stays.
    let good = fs::read_to_string(&file).expect("readable");
    fs::write(&file, good.replace("text: $headline", "text: $headlin")).expect("written");
    let view = async || server.get("/studio/preview/summer-sale?brand=parasola").await.text();
    let line = good.lines().position(|line| line.contains("text: $headline")).expect("is there") + 1;
    // A write may be seen in two steps; after the last of them everything is as it was written.
    let mut page = String::new();
    while !page.contains(&format!("template.yaml:{line}:")) {
        saved().await;
        page = view().await;
    }
    assert!(page.contains("data-state=\"error\""), "{page}");
    assert!(page.contains("/studio/picture/summer-sale.jpg"), "the pictures stay");
    let stale = server.get(PICTURE).await;
    assert!(stale.status == 200 && stale.body == before.body && stale.header("cache-control") == "no-cache");

    // Changed for the better: other bytes, and nothing is said any more.
    fs::write(&file, good.replace("size: 10.333vw", "size: 6vw")).expect("written");
    while page.contains("id=\"fault\"") {
        saved().await;
        page = view().await;
    }
    let after = server.get(PICTURE).await;
    assert!(after.status == 200 && after.body != before.body, "other bytes");

    // The server's end ends the stream.
    server.app.close();
    let rest =
        tokio::time::timeout(Duration::from_secs(20), async { while stream.next().await.is_some() {} }).await;
    assert!(rest.is_ok());
}

#[tokio::test]
async fn a_template_that_never_was_good_is_a_fault_of_ours() {
    let (folder, file) = project();
    fs::write(&file, "mimeo: 1\nkind: template\nsizes: 7\n").expect("written");
    let server = Server::start(|settings| {
        (settings.unsigned, settings.studio) = (true, true);
        settings.root = folder.path().into();
    })
    .await;
    let answer = server.get(PICTURE).await;
    assert_eq!((answer.status, answer.code().as_str()), (500, "broken"));
    let page = server.get("/studio/preview/summer-sale").await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("template.yaml:3:"), "{}", page.text());
}
