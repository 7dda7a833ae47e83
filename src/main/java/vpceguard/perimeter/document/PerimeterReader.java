package vpceguard.perimeter.document;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.json.Parsed;
import vpceguard.json.Quoted;
import vpceguard.perimeter.Budgets;
import vpceguard.perimeter.EndpointServices;
import vpceguard.perimeter.Existing;
import vpceguard.perimeter.KnownControls;
import vpceguard.perimeter.Levels;
import vpceguard.perimeter.Mode;
import vpceguard.perimeter.Network;
import vpceguard.perimeter.NoticeRules;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.RehearsalRules;
import vpceguard.perimeter.Required;

/// Reads a perimeter document; `docs/perimeter.md` has the grammar, `docs/perimeter.schema.json` its schema.
///
/// Each member may be left out, though somebody must be trusted. Whatever else stands there is refused with its place.
public final class PerimeterReader {
    private static final String SCHEMA = "vpceguard/perimeter/1";
    private static final Map<String, Mode> MODES = Words.of(Mode.values());
    private static final Network ANY_NETWORK =
            new Network(List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private final String revision;
    private final KnownControls controls;
    private final LevelsReader levels;

    private PerimeterReader(String revision, KnownControls controls) {
        this.revision = revision;
        this.controls = controls;
        this.levels = new LevelsReader(controls);
    }

    /// A document that is new, or the first place that is not understood or is an oversight.
    ///
    /// @param revision names it in records and notices
    public static Parsed<PerimeterDocument> read(Json json, String revision, KnownControls controls) {
        return readAgain(json, revision, controls).then(document -> {
            try {
                Oversights.refuse(new Node(json, JsonPointer.ROOT), document, controls);
                return new Parsed.Ok<>(document);
            } catch (Refused refused) {
                return refused.malformed();
            }
        });
    }

    /// A document that was taken before, or the first place that is not understood.
    public static Parsed<PerimeterDocument> readAgain(Json json, String revision, KnownControls controls) {
        try {
            return new Parsed.Ok<>(new PerimeterReader(revision, controls).document(new Node(json, JsonPointer.ROOT)));
        } catch (Refused refused) {
            return refused.malformed();
        }
    }

    private PerimeterDocument document(Node node) {
        var members = node.members(
                "schema",
                "partition",
                "mode",
                "ceilings",
                "organizations",
                "accounts",
                "partners",
                "services",
                "endpointServices",
                "network",
                "centralVpcs",
                "required",
                "controls",
                "rings",
                "rollout",
                "existing",
                "budgets",
                "exemptions",
                "notices",
                "rehearsal");
        members.optional("schema", schema -> schema.word("schema", Map.of(SCHEMA, SCHEMA)));
        var document = new PerimeterDocument(
                members.optional("partition", Form.PARTITION),
                trusted(members, node),
                members.or("rings", Map.of(), rings -> rings.named(Form.RING, this::ring)),
                members.optional("rollout", Rollout::read));
        document.rings().forEach((name, ring) -> {
            if (document.common().existing().under(ring.existing()).lacksGrace()) {
                throw lacksGrace(JsonPointer.ROOT.child("rings").child(name).child("existing"));
            }
        });
        document.rollout().flatMap(Rollout::ring).ifPresent(ring -> {
            if (!document.rings().containsKey(ring)) {
                throw new Refused(
                        JsonPointer.ROOT.child("rollout").child("ring"),
                        "there is no ring " + Quoted.of(ring) + " in \"rings\"");
            }
        });
        return document;
    }

    private Perimeter trusted(Members members, Node node) {
        var organizations = new HashSet<>(members.list("organizations", id -> id.text(Form.ORGANIZATION)));
        var accounts = new HashSet<>(members.list("accounts", id -> id.text(Form.ACCOUNT)));
        if (organizations.isEmpty() && accounts.isEmpty()) {
            throw node.refused(
                    "nobody is trusted, which would lock everyone out; expected an organization or an account");
        }
        var existing = members.or("existing", Existing.NONE, ExistingReader::read);
        if (existing.lacksGrace()) {
            throw lacksGrace(JsonPointer.ROOT.child("existing"));
        }
        return new Perimeter(
                members.optional("partition", Form.PARTITION).orElse("aws"),
                members.optional("mode", mode -> mode.word("mode", MODES)),
                members.optional("ceilings", Form.REVISION),
                organizations,
                accounts,
                members.list("partners", PartnerReader::read),
                members.or("services", Map.of(), all -> all.named(Form.SERVICE, ServiceRuleReader::read)),
                members.or(
                        "endpointServices",
                        new EndpointServices(EndpointServices.USUAL_OWNERS, List.of()),
                        EndpointServicesReader::read),
                members.or("network", ANY_NETWORK, NetworkReader::read),
                members.list("centralVpcs", NetworkReader::central),
                members.or("required", Required.NOTHING, NoticesReader::required),
                members.or("controls", Levels.NONE, levels::read),
                existing,
                members.or("budgets", Budgets.USUAL, ExistingReader::budgets),
                members.list("exemptions", new ExemptionReader(controls)::read),
                members.or("notices", NoticeRules.USUAL, NoticesReader::read),
                members.or("rehearsal", RehearsalRules.USUAL, new RehearsalReader(controls)::read),
                revision);
    }

    private Ring ring(Node node) {
        var members = node.members("controls", "existing");
        return new Ring(
                members.or("controls", Levels.NONE, levels::read),
                members.or("existing", Existing.NONE, ExistingReader::read));
    }

    private static Refused lacksGrace(JsonPointer place) {
        return new Refused(
                place, "the level remediate without graceDays would be a surprise; expected graceDays from 1 to 365");
    }
}
