package vpceguard.event;

import java.time.Instant;
import java.util.Optional;
import vpceguard.model.Attachments;
import vpceguard.model.EndpointId;
import vpceguard.model.NetworkSettings;

/// Something that may have changed an endpoint: the trigger of a pass, never the truth about the endpoint, since events
/// come late, twice and out of order.
public sealed interface EndpointChange {
    /// Who called, when and from where.
    Origin origin();

    /// The endpoint that was made or changed, not the one that the call came through.
    EndpointId endpoint();

    /// Which settings the call set: an event repairs only these.
    Touched touched();

    /// The settings that a call changed on an endpoint that stood before it; empty if no call is known that did.
    default Optional<Touched> altered() {
        return Optional.empty();
    }

    /// One id for all deliveries of this trigger; what is done because of it is done once.
    default String cause() {
        return origin().causeId();
    }

    /// What a person said, if this is not a call.
    default Optional<Instruction> instruction() {
        return Optional.empty();
    }

    /// Whether the call set a policy; empty if CloudTrail does not say so, or if there was no call.
    default Optional<Boolean> setPolicy() {
        return touched() instanceof Touched.Members members
                ? Optional.of(members.policy().isPresent())
                : Optional.empty();
    }

    /// `CreateVpcEndpoint`.
    ///
    /// @param setPolicy whether it came with a policy; empty if CloudTrail left the parameters out
    record Created(Origin origin, EndpointId endpoint, Optional<Boolean> setPolicy) implements EndpointChange {
        @Override
        public Touched touched() {
            return new Touched.Everything();
        }
    }

    /// `ModifyVpcEndpoint`, or what is judged as if such a call had just been made.
    record Modified(Origin origin, EndpointId endpoint, Touched touched) implements EndpointChange {
        @Override
        public Optional<Touched> altered() {
            return Optional.of(touched);
        }
    }

    /// A second look for the same call, once a pipeline of several calls had time to end.
    ///
    /// @param baseline what the first look compared with, since later calls may have moved it; empty if it did not
    record Settled(EndpointChange call, Optional<NetworkSettings> baseline) implements EndpointChange {
        @Override
        public Origin origin() {
            return call.origin();
        }

        @Override
        public EndpointId endpoint() {
            return call.endpoint();
        }

        @Override
        public Touched touched() {
            return call.touched();
        }

        @Override
        public Optional<Touched> altered() {
            return call.altered();
        }

        @Override
        public Optional<Boolean> setPolicy() {
            return call.setPolicy();
        }

        @Override
        public String cause() {
            return call.cause() + ".settled";
        }
    }

    /// What a person asks for: everything about the endpoint may be changed.
    record Asked(Origin origin, EndpointId endpoint, Instruction asked) implements EndpointChange {
        @Override
        public Touched touched() {
            return new Touched.Everything();
        }

        @Override
        public Optional<Instruction> instruction() {
            return Optional.of(asked);
        }
    }

    /// What a sweep found, without an event: everything about the endpoint may be repaired.
    ///
    /// @param told what may be detached, if not all: nobody was told of the rest in time
    record Found(Origin origin, EndpointId endpoint, Optional<Attachments> told) implements EndpointChange {
        /// Why a sweep deals with an endpoint.
        public enum Why {
            /// The event of the call that made it never came.
            MISSED("missed"),
            /// The grace of what stood before is over.
            EXISTING("existing"),
            /// The hold of an undo is over.
            HOLD_OVER("held"),
            /// A rehearsal held its repair back.
            HELD_BACK("held-back"),
            /// A repair was left to the sweep, and another policy stands there by now.
            OPENED_AGAIN("opened-again");

            private final String word;

            Why(String word) {
                this.word = word;
            }

            /// In the place of a call's name.
            String eventName() {
                return "(" + word + ")";
            }
        }

        /// Of an endpoint in an account and Region.
        ///
        /// @param since the time that makes it one cause
        public static Found of(EndpointId endpoint, Why why, Instant since, String account, String region) {
            var nobody = Actor.of(Optional.empty(), Optional.empty(), Optional.empty());
            return new Found(
                    new Origin(
                            why.word + "-" + since,
                            Optional.empty(),
                            Optional.empty(),
                            why.eventName(),
                            since,
                            account,
                            region,
                            nobody),
                    endpoint,
                    Optional.empty());
        }

        /// The same where people were told of no more than that.
        public Found telling(Attachments attached) {
            return new Found(origin, endpoint, Optional.of(attached));
        }

        @Override
        public Touched touched() {
            return new Touched.Everything(told);
        }
    }
}
