package vpceguard.policy;

import java.util.List;

/// Whom a statement speaks of.
public sealed interface Principals {
    /// The principals named, whichever element names them.
    List<Principal> principals();

    /// Whether the statement speaks of something; unknown if nothing is listed.
    ///
    /// @param listed whether one of its principals means it
    Truth speaksOf(Truth listed);

    /// `Principal`.
    record Only(List<Principal> principals) implements Principals {
        public Only {
            principals = List.copyOf(principals);
        }

        @Override
        public Truth speaksOf(Truth listed) {
            return principals.isEmpty() ? Truth.UNKNOWN : listed;
        }
    }

    /// `NotPrincipal`.
    record AllExcept(List<Principal> principals) implements Principals {
        public AllExcept {
            principals = List.copyOf(principals);
        }

        @Override
        public Truth speaksOf(Truth listed) {
            return principals.isEmpty() ? Truth.UNKNOWN : listed.not();
        }
    }

    /// Neither element; AWS asks for one in an endpoint policy.
    record Absent() implements Principals {
        @Override
        public List<Principal> principals() {
            return List.of();
        }

        @Override
        public Truth speaksOf(Truth listed) {
            return Truth.UNKNOWN;
        }
    }

    /// One principal, such as `AWS` and `arn:aws:iam::111122223333:root`.
    record Principal(String kind, String id) {
        /// `"*"` and `{"AWS": "*"}`, which mean the same: everybody, anonymous callers included (IAM user guide,
        /// "AWS JSON policy elements: Principal").
        public boolean isAnyone() {
            return kind.equals("AWS") && id.equals("*");
        }
    }
}
