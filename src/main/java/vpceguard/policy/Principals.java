package vpceguard.policy;

import java.util.List;

/// Whom a statement is about.
public sealed interface Principals {
    /// The principals named, whichever element names them.
    List<Principal> principals();

    /// Whether the statement speaks of something; unknown if nothing is listed.
    ///
    /// @param listed whether one of its principals means it
    default Truth speaksOf(Truth listed) {
        if (principals().isEmpty()) {
            return Truth.UNKNOWN;
        }
        return this instanceof AllExcept ? listed.not() : listed;
    }

    /// Whether `{"AWS": "*"}` is among them.
    default boolean nameAnyoneOfAws() {
        return principals().stream().anyMatch(Principal::isAnyoneOfAws);
    }

    /// `Principal`.
    record Only(List<Principal> principals) implements Principals {
        public Only {
            principals = List.copyOf(principals);
        }
    }

    /// `NotPrincipal`.
    record AllExcept(List<Principal> principals) implements Principals {
        public AllExcept {
            principals = List.copyOf(principals);
        }
    }

    /// Neither element; AWS asks for one in an endpoint policy.
    record Absent() implements Principals {
        @Override
        public List<Principal> principals() {
            return List.of();
        }
    }

    /// One principal, such as `AWS` and `arn:aws:iam::111122223333:root`.
    record Principal(String kind, String id) {
        /// `"*"`.
        public static final Principal EVERYBODY = new Principal("*", "*");

        /// `"*"` and `{"AWS": "*"}`: everybody, anonymous callers included (IAM user guide, "AWS JSON policy elements:
        /// Principal"), but for those whom `isAnyoneOfAws` leaves out.
        public boolean isAnyone() {
            return equals(EVERYBODY) || isAnyoneOfAws();
        }

        /// `{"AWS": "*"}`, which does not mean the federated callers of AWS STS (IAM user guide, "Control access to AWS
        /// STS with VPC endpoint policies").
        public boolean isAnyoneOfAws() {
            return kind.equals("AWS") && id.equals("*");
        }
    }
}
