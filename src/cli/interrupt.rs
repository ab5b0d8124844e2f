use crate::cancel::Cancel;

/// A flag that Ctrl-C sets; a second Ctrl-C ends the process at once.
pub(super) fn on_ctrl_c() -> Cancel {
    let cancel = Cancel::default();
    let flag = cancel.clone();
    let watch = move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
        runtime.block_on(async {
            if tokio::signal::ctrl_c().await.is_ok() {
                flag.cancel();
            }
            if tokio::signal::ctrl_c().await.is_ok() {
                std::process::exit(130);
            }
        });
    };
    // Without the thread the export still runs; it is then simply killed.
    let _ = std::thread::Builder::new().name("ctrl-c".into()).spawn(watch);
    cancel
}
