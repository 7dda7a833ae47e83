package vpceguard.flow;

import java.util.Optional;
import vpceguard.control.Controls;
import vpceguard.model.Endpoint;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Perimeter;
import vpceguard.policy.proof.Containment;
import vpceguard.remediation.Restraint;

/// Whether AWS confirmed the organization, so that the perimeter may be applied.
public sealed interface Trust {
    /// It may.
    ///
    /// @param earlier what repairs still write by, where the perimeter narrows it
    record Confirmed(Perimeter perimeter, Optional<Earlier> earlier) implements Trust {
        public Confirmed(Perimeter perimeter) {
            this(perimeter, Optional.empty());
        }

        /// The same as it is in force for one endpoint, with what exempts it.
        Confirmed on(Endpoint endpoint) {
            return new Confirmed(
                    Controls.on(endpoint, perimeter),
                    earlier.map(before -> new Earlier(Controls.on(endpoint, before.perimeter()), before.until())));
        }

        /// The perimeter that repairs of an endpoint write by, if the earlier ceiling is still in force: that
        /// ceiling, and all else as it is said now, but no control at a higher level than before.
        ///
        /// @param region the endpoint's
        Optional<Earlier> narrowed(Endpoint endpoint, String region) {
            return earlier.filter(before -> {
                        var old = Ceiling.of(before.perimeter(), endpoint, region);
                        var now = Ceiling.of(perimeter, endpoint, region);
                        return !(Containment.of(old.policy(), now.policy(), endpoint.type())
                                instanceof Containment.Contained);
                    })
                    .map(before -> new Earlier(
                            Controls.moreCareful(perimeter, before.perimeter()).trustingLike(before.perimeter()),
                            before.until()));
        }

        /// The perimeter that repairs of an endpoint write by.
        Perimeter written(Endpoint endpoint, String region) {
            return narrowed(endpoint, region).map(Earlier::perimeter).orElse(perimeter);
        }
    }

    /// Nothing may be written until it is.
    record Unconfirmed(String reason) implements Trust {
        /// An event is not dealt with then: it fails, is tried again, and waits in the queue of failed events.
        ///
        /// @param left what is not done
        IllegalStateException failure(String left) {
            return new IllegalStateException(
                    left + " until the perimeter is confirmed: " + reason + "; once it is, ./vpce-guard redrive brings"
                            + " back the event, which goes to the queue of failed events");
        }
    }

    /// The perimeter before, while a narrower one waits.
    ///
    /// @param until when it ends, for people
    record Earlier(Perimeter perimeter, String until) {
        Restraint restraint() {
            return new Restraint(
                    Restraint.Kind.NARROWED,
                    "the perimeter document narrows this service's ceiling; until " + until
                            + " repairs are made by the one before");
        }
    }
}
