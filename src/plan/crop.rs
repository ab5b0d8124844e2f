//! Where a picture lies behind its frame, so that its subject is seen.

/// A stretch of one axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    pub(super) from: f64,
    pub(super) to: f64,
}

impl Span {
    fn length(self) -> f64 {
        self.to - self.from
    }

    fn clamp(self, x: f64) -> f64 {
        x.max(self.from).min(self.to)
    }
}

/// One axis of a picture that covers its frame: the frame begins at 0, lengths are device pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Axis {
    /// The frame's side.
    pub(super) frame: f64,
    /// The scaled picture's side; not less than the frame's.
    pub(super) picture: f64,
    /// Where the picture should begin; 0 or less.
    pub(super) wish: f64,
    /// The subject, from the picture's beginning.
    pub(super) subject: Span,
    /// What the subject should stay out of, from the frame's beginning.
    pub(super) out: Span,
}

impl Axis {
    /// Where the picture may begin: it covers the frame, and the subject lies in the frame; one that is larger than the
    /// frame fills it.
    fn room(self) -> Span {
        let (one, two) = (-self.subject.from, self.frame - self.subject.to);
        let subject = Span { from: one.min(two), to: one.max(two) };
        let from = subject.from.max((self.frame - self.picture).min(0.0));
        Span { from, to: subject.to.min(0.0).max(from) }
    }

    /// Where the picture may begin with the least change: as wished, or with the subject just past one end of what it
    /// stays out of.
    fn tries(self) -> [f64; 3] {
        let room = self.room();
        let after = self.out.to - self.subject.from;
        let before = self.out.from - self.subject.to;
        [self.wish, after, before].map(|x| room.clamp(x))
    }

    fn overlap(self, x: f64) -> f64 {
        let (from, to) = (self.subject.from + x, self.subject.to + x);
        (to.min(self.out.to) - from.max(self.out.from)).max(0.0)
    }
}

/// Where the picture begins: the subject within the frame, out of a box as far as possible, and for the rest as near to
/// the wish as can be.
pub(super) fn clear(x: Axis, y: Axis) -> (f64, f64) {
    // Sixty-fourths decide, so that rounding errors do not.
    let grid = |value: f64| (value * 64.0 + 0.5) as i64;
    let cost = |(px, py): (f64, f64)| {
        let overlap = if x.out.length() <= 0.0 || y.out.length() <= 0.0 {
            0.0
        } else {
            // A subject without extent is a point: inside or not.
            let side = |axis: Axis, at| match axis.subject.length() > 0.0 {
                true => axis.overlap(at),
                false => f64::from(u8::from(
                    axis.subject.from + at > axis.out.from && axis.subject.from + at < axis.out.to,
                )),
            };
            side(x, px) * side(y, py)
        };
        (grid(overlap), grid((px - x.wish).abs() + (py - y.wish).abs()))
    };
    let all = x.tries().into_iter().flat_map(|px| y.tries().map(|py| (px, py)));
    all.min_by_key(|at| cost(*at)).unwrap_or((x.wish, y.wish))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn axis() -> impl Strategy<Value = Axis> {
        (20.0..400.0f64, 1.0..3.0f64, 0.0..1.0f64, [0.0..1.0f64, 0.0..1.0f64], [0.0..1.0f64, 0.0..1.0f64])
            .prop_map(|(frame, zoom, wish, [a, b], [c, d])| {
                let picture = frame * zoom;
                let subject = Span { from: a.min(b) * picture, to: a.max(b) * picture };
                let out = Span { from: c.min(d) * frame, to: c.max(d) * frame };
                Axis { frame, picture, wish: (frame - picture) * wish, subject, out }
            })
    }

    fn overlap(x: Axis, y: Axis, at: (f64, f64)) -> f64 {
        x.overlap(at.0) * y.overlap(at.1)
    }

    proptest! {
        #[test]
        fn the_picture_covers_its_frame_and_the_subject_is_in_it(x in axis(), y in axis()) {
            let at = clear(x, y);
            for (axis, at) in [(x, at.0), (y, at.1)] {
                prop_assert!(at <= 1e-9 && at + axis.picture >= axis.frame - 1e-9);
                let (from, to) = (axis.subject.from + at, axis.subject.to + at);
                if axis.subject.length() <= axis.frame {
                    prop_assert!(from >= -1e-9 && to <= axis.frame + 1e-9, "seen whole");
                } else {
                    prop_assert!(from <= 1e-9 && to >= axis.frame - 1e-9, "nothing but the subject is seen");
                }
            }
        }

        #[test]
        fn no_other_place_in_the_room_overlaps_less(x in axis(), y in axis(), u in 0.0..1.0f64, v in 0.0..1.0f64) {
            let at = clear(x, y);
            let place = |axis: Axis, t: f64| axis.room().from + axis.room().length() * t;
            let other = (place(x, u), place(y, v));
            prop_assert!(overlap(x, y, at) <= overlap(x, y, other) + 0.05);
        }

        #[test]
        fn what_is_clear_already_stays_where_it_was(x in axis(), y in axis()) {
            let wished = (x.room().clamp(x.wish), y.room().clamp(y.wish));
            if overlap(x, y, wished) == 0.0 {
                prop_assert_eq!(clear(x, y), wished);
            }
        }
    }

    #[test]
    fn a_subject_moves_out_from_under_the_copy_by_as_much_as_it_must() {
        let subject = Span { from: 100.0, to: 160.0 };
        let x =
            Axis { frame: 200.0, picture: 300.0, wish: -60.0, subject, out: Span { from: 0.0, to: 70.0 } };
        let y = Axis { picture: 200.0, wish: 0.0, out: Span { from: 0.0, to: 200.0 }, ..x };
        assert_eq!(clear(x, y), (-30.0, 0.0));
    }
}
