use std::sync::mpsc;

use rayon::prelude::*;

use super::{Campaign, Creative, Output, Renderer, Variant};
use crate::cancel::Cancel;
use crate::diag::Outcome;
use crate::template::Template;

/// A variant that is ready, or what stood in its way.
#[derive(Debug)]
pub struct Done {
    /// Position in the list that was given to [`run`].
    pub index: usize,
    /// The file, or all faults.
    pub result: Outcome<Creative>,
}

/// Renders all variants on `jobs` threads and hands each over to `deliver` on the calling thread, in no fixed order.
///
/// The costliest axes (photo × size) are worked through outermost, so that what one group shares is still cached for all
/// of it. Stops early, with everything delivered that was finished, when `cancel` is set.
///
/// # Panics
/// When the threads cannot be started.
pub fn run(
    renderer: Renderer<'_>,
    campaign: &Campaign,
    variants: &[Variant],
    jobs: usize,
    cancel: &Cancel,
    mut deliver: impl FnMut(Done),
) {
    let order = order(renderer.template, variants);
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
                order.par_iter().with_max_len(1).for_each_with(send, |send, index| {
                    if cancel.is_cancelled() {
                        return;
                    }
                    let variant = &variants[*index];
                    let output = output(campaign, renderer.template, variant);
                    let result = renderer.render(&variant.request, output);
                    // A receiver that is gone wants nothing more.
                    let _ = send.send(Done { index: *index, result });
                });
            });
        });
        for done in receive {
            deliver(done);
        }
    });
}

/// The order of work: size and pictures outermost, since variants with the same share most.
#[must_use]
pub fn order(template: &Template, variants: &[Variant]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..variants.len()).collect();
    order.sort_by_cached_key(|n| group(template, &variants[*n]));
    order
}

/// What the campaign wants for a variant: its output, with what the classes of its size change.
fn output(campaign: &Campaign, template: &Template, variant: &Variant) -> Output {
    campaign.output(template, &variant.request.size)
}

fn group(template: &Template, variant: &Variant) -> (Vec<String>, String, String) {
    let pictures = template.slots.iter().filter(|slot| slot.kind == crate::template::SlotKind::Image);
    let pictures = pictures.map(|slot| variant.key.get(&slot.name.value).unwrap_or("").to_owned()).collect();
    (pictures, variant.request.size.clone(), variant.request.locale.to_string())
}
