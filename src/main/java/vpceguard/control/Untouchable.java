package vpceguard.control;

import java.util.Optional;

/// Decides whether AWS itself manages an endpoint: such are neither judged nor touched.
///
/// AWS's flag and the caller's identity decide. Tags do not, since an endpoint's owner can set them.
final class Untouchable {
    private Untouchable() {}

    /// Why the endpoint is left alone, or empty.
    static Optional<String> reason(Subject subject) {
        if (subject.endpoint().requesterManaged().orElse(false)) {
            return Optional.of("the endpoint is managed by the AWS service that requested it (RequesterManaged)");
        }
        if (subject.change()
                .filter(change -> change.origin().actor().isServiceLinked())
                .isPresent()) {
            return Optional.of("an AWS service manages the endpoint through its service-linked role");
        }
        return subject.endpoint().state().isGone()
                ? Optional.of("the endpoint is " + subject.endpoint().state().name())
                : Optional.empty();
    }
}
