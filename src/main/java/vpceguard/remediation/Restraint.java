package vpceguard.remediation;

import java.util.EnumSet;
import java.util.Set;
import vpceguard.json.Json;

/// A reason not to act, told instead of acting.
///
/// @param detail for people, lower case, with text from outside quoted
public record Restraint(Kind kind, String detail) {
    static final Restraint POLICY_STOOD =
            new Restraint(Kind.EXISTING, "the call did not set the policy, which stood before");
    static final Restraint ENDPOINT_STOOD =
            new Restraint(Kind.EXISTING, "the call did not make the endpoint, which stood before");

    /// The reasons that there are.
    public enum Kind {
        PERIMETER_UNCONFIRMED("perimeter-unconfirmed"),
        NOTIFY_ONLY("notify-only"),
        EXEMPT("exempt"),
        EXISTING("existing"),
        KIND_NEVER_CHANGED("kind-never-changed"),
        UNVERIFIED_CEILING("unverified-ceiling"),
        NOTHING_TO_WRITE("nothing-to-write"),
        NOT_UNDERSTOOD("not-understood"),
        NOT_WRITABLE("not-writable"),
        UNPROVED("unproved"),
        NARROWED("narrowed"),
        CEILINGS_REVISED("ceilings-revised"),
        WOULD_LEAVE_NOTHING("would-leave-nothing"),
        NOT_REVERSIBLE("not-reversible"),
        NOT_QUARANTINABLE("not-quarantinable"),
        HELD("held"),
        BUDGET_SPENT("budget-spent"),
        REHEARSED_DENIAL("rehearsed-denial"),
        NOT_REHEARSED("not-rehearsed"),
        FOREIGN_USE("own-role-without-record"),
        NEWER_INTENT("newer-intent");

        private static final Set<Kind> HARMLESS =
                EnumSet.of(NOTIFY_ONLY, EXEMPT, EXISTING, KIND_NEVER_CHANGED, UNVERIFIED_CEILING, NOTHING_TO_WRITE);

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /// The name in records and notices.
        public String id() {
            return id;
        }

        /// Whether it is no failure.
        public boolean isHarmless() {
            return HARMLESS.contains(this);
        }
    }

    /// The control's level is `notify`.
    static Restraint notifyOnly(String controlId) {
        return new Restraint(Kind.NOTIFY_ONLY, controlId + " only notifies");
    }

    public Json.Obj json() {
        return Json.object().put("restraint", kind.id()).put("detail", detail).build();
    }
}
