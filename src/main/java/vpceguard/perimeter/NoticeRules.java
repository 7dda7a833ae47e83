package vpceguard.perimeter;

import java.util.Map;
import java.util.Optional;

/// Who is told of what, and when (the document's member `notices`).
///
/// @param owners by account id, or `"*"` for all others, whom a notice names
/// @param notifyOnly when that is told which calls for no repair
public record NoticeRules(Map<String, String> owners, Digest digest, NotifyOnly notifyOnly) {
    public static final NoticeRules USUAL = new NoticeRules(Map.of(), Digest.DAILY, NotifyOnly.DIGEST);

    public NoticeRules {
        owners = Map.copyOf(owners);
    }

    /// Who answers for an account; empty if nobody is named.
    public Optional<String> owner(String account) {
        return Optional.ofNullable(owners.get(account)).or(() -> Optional.ofNullable(owners.get("*")));
    }

    /// Whether what calls for no repair, and is not critical, waits for the digest.
    public boolean waits() {
        return notifyOnly == NotifyOnly.DIGEST && digest != Digest.OFF;
    }

    /// When what only notifies is told; repairs, failures and what is critical are told at once.
    public enum NotifyOnly {
        AT_ONCE,
        DIGEST
    }

    /// When the news of a sweep are told.
    public enum Digest {
        OFF,
        DAILY,
        WEEKLY
    }
}
