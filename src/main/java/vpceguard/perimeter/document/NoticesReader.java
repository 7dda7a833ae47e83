package vpceguard.perimeter.document;

import java.util.Map;
import vpceguard.perimeter.NoticeRules;
import vpceguard.perimeter.NoticeRules.Digest;
import vpceguard.perimeter.NoticeRules.NotifyOnly;
import vpceguard.perimeter.Required;

/// `{"owners"?: {"*"|account: who}, "digest"?: "off"|"daily"|"weekly",
/// "notifyOnly"?: "at-once"|"digest"}`, and what is required.
final class NoticesReader {
    private static final Map<String, Digest> DIGESTS = Words.of(Digest.values());

    private static final Map<String, NotifyOnly> NOTIFY_ONLY =
            Words.of("at-once", NotifyOnly.AT_ONCE, "digest", NotifyOnly.DIGEST);

    private NoticesReader() {}

    static NoticeRules read(Node node) {
        var members = node.members("owners", "digest", "notifyOnly");
        return new NoticeRules(
                members.or(
                        "owners",
                        Map.of(),
                        owners -> owners.named(Form.ACCOUNT_OR_ALL, owner -> owner.text(Form.WORDS))),
                members.or("digest", NoticeRules.USUAL.digest(), digest -> digest.word("digest", DIGESTS)),
                members.or(
                        "notifyOnly",
                        NoticeRules.USUAL.notifyOnly(),
                        notifyOnly -> notifyOnly.word("notifyOnly", NOTIFY_ONLY)));
    }

    /// `{"services"?, "tags"?, "actors"?}`
    static Required required(Node node) {
        var members = node.members("services", "tags", "actors");
        return new Required(
                members.someOrNone("services", Form.SERVICE),
                members.someOrNone("tags", Form.TAG),
                members.someOrNone("actors", Form.ACTOR));
    }
}
