package vpceguard.perimeter;

import java.util.Map;

/// Who hears of what (the document's member `notices`).
///
/// @param owners by account id, or `"*"` for all others, whom a notice names
public record NoticeRules(Map<String, String> owners, Digest digest) {
    public static final NoticeRules USUAL = new NoticeRules(Map.of(), Digest.DAILY);

    public NoticeRules {
        owners = Map.copyOf(owners);
    }

    /// When the news of a sweep are told.
    public enum Digest {
        OFF,
        DAILY,
        WEEKLY
    }
}
