use std::sync::mpsc;

use rayon::prelude::*;

use super::{Creative, Matrix, Renderer, Variant};
use crate::cancel::Cancel;
use crate::diag::Outcome;
use crate::template::Template;

/// A variant that is ready, or what stood in its way.
#[derive(Debug)]
pub struct Done {
    /// Its position in the matrix.
    pub at: usize,
    /// What was wanted.
    pub variant: Variant,
    /// The file, or all faults.
    pub result: Outcome<Creative>,
}

/// Renders the variants at the positions `todo` of a matrix on `jobs` threads and hands each over to `deliver` on the
/// calling thread, in no fixed order.
///
/// The costliest axes (photo × size) are worked through outermost, so that what one group shares is still cached for all
/// of it. Stops early, with everything delivered that was finished, when `cancel` is set.
///
/// # Panics
/// When the threads cannot be started.
pub fn run(
    renderer: Renderer<'_>,
    matrix: &Matrix<'_>,
    todo: &[usize],
    jobs: usize,
    cancel: &Cancel,
    mut deliver: impl FnMut(Done),
) {
    let order = order(renderer.template, matrix, todo);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(jobs.max(1))
        .thread_name(|n| format!("render-{n}"))
        .build()
        .expect("threads can be started");
    let (send, receive) = mpsc::sync_channel::<Done>(jobs.max(1) * 4);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let send = send;
            pool.install(|| {
                order.par_iter().with_max_len(1).for_each_with(send, |send, at| {
                    if cancel.is_cancelled() {
                        return;
                    }
                    let variant = matrix.variant(*at);
                    let output = matrix.campaign().output(renderer.template, &variant.request.size);
                    let result = renderer.render(&variant.request, output);
                    // A receiver that is gone wants nothing more.
                    let _ = send.send(Done { at: *at, variant, result });
                });
            });
        });
        for done in receive {
            deliver(done);
        }
    });
}

/// The positions `todo` in the order of work: size and pictures outermost, since variants with the same share most.
#[must_use]
pub fn order(template: &Template, matrix: &Matrix<'_>, todo: &[usize]) -> Vec<usize> {
    let mut order = todo.to_vec();
    order.sort_by_cached_key(|at| group(template, &matrix.variant(*at)));
    order
}

fn group(template: &Template, variant: &Variant) -> (Vec<String>, String, String) {
    let pictures = template.slots.iter().filter(|slot| slot.kind == crate::template::SlotKind::Image);
    let pictures = pictures.map(|slot| variant.key.get(&slot.name.value).unwrap_or("").to_owned()).collect();
    (pictures, variant.request.size.clone(), variant.request.locale.to_string())
}
