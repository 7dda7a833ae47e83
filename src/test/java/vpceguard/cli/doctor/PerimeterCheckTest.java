package vpceguard.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.aws.ReadCalls.Reply;
import vpceguard.flow.PerimeterText.Reading;
import vpceguard.json.Json;
import vpceguard.perimeter.Membership;

/// What the stack says of its organization, and what it goes by where it can take no document.
class PerimeterCheckTest {
    private static final String GOOD = "{\"organizations\": [\"o-a1b2c3d4e5\"]}";
    private static final String OVERLOOKING =
            "{\"organizations\": [\"o-a1b2c3d4e5\"], \"network\": {\"clientCidrs\": [\"10.0.0.0/0\"]}}";
    private static final String PLACE = "ssm:/vpce-guard/perimeter";
    private static final Reading NONSENSE = new Reading.Found("nonsense", PLACE + ":3");

    private String organization = "o-a1b2c3d4e5";
    private String place = PLACE;
    private String levels = "";
    private Membership membership = new Membership.Member("o-a1b2c3d4e5");
    private Reading reading = new Reading.Found(GOOD, PLACE + ":3");
    /// By the names of the documents that it keeps.
    private Function<String, Reply> ledger = _ -> new Reply.Answer(Json.object().build());

    @ParameterizedTest
    @CsvSource({"''", PLACE})
    void anotherOrganizationThanTheStackSaysIsIll(String document) {
        place = document;
        membership = new Membership.Member("o-b2c3d4e5f6");

        assertThat(first())
                .isEqualTo(Sign.ill(
                        "perimeter",
                        "the stack says organization \"o-a1b2c3d4e5\", AWS Organizations says \"o-b2c3d4e5f6\", so nothing"
                                + " is repaired",
                        "deploy with the OrganizationId that is right"));
    }

    @ParameterizedTest
    @CsvSource({"''", PLACE})
    void whatOrganizationsDoesNotSayIsNotKnown(String document) {
        place = document;
        membership = new Membership.Unanswered("denied");

        assertThat(first())
                .isEqualTo(Sign.unknown(
                        "perimeter", "AWS Organizations did not say which organization this account is in: denied"));
    }

    @Test
    void anAccountInNoOrganizationIsWellIfTheStackSaysNone() {
        organization = "none";
        membership = new Membership.InNone();

        assertThat(first().state()).isEqualTo(Sign.State.WELL);
    }

    @Test
    void parametersThatNoFunctionStartsWithAreIll() {
        place = "";
        levels = "policy-reset=off, policy-full-acess=notify";

        assertThat(first().state()).isEqualTo(Sign.State.ILL);
        assertThat(first().found())
                .startsWith("the stack's parameters make none, so no function starts: unknown control"
                        + " \"policy-full-acess\", expected one of docs/controls");
        levels = "policy-reset=off, policy-full-access=notify";
        assertThat(first()).isEqualTo(Sign.well("perimeter", "it is made of the stack's parameters"));
    }

    @Test
    void aDocumentForAnotherOrganizationIsRefused() {
        reading = new Reading.Found(GOOD.replace("a1b2", "b2c3"), PLACE + ":3");

        assertThat(first().state()).isEqualTo(Sign.State.ILL);
        assertThat(first().found()).contains("the document is for another organization than \"o-a1b2c3d4e5\"");
    }

    @Test
    void withoutAnEarlierDocumentNothingIsRepaired() {
        reading = NONSENSE;

        assertThat(first())
                .isEqualTo(Sign.ill(
                        "perimeter",
                        "the document is refused, and nothing is repaired, since there is no earlier one: it is not"
                                + " JSON: expected a value, character 1 at the whole document",
                        "put a document there that has the form of docs/perimeter.md"));
    }

    @Test
    void anEarlierDocumentThatTheLedgerHasStaysInForce() {
        reading = NONSENSE;
        ledger = _ -> kept(GOOD);

        assertThat(first().found()).startsWith("the document is refused, the last good one stays in force: ");
    }

    @Test
    void oneThatIsForElsewhereDoesNot() {
        reading = NONSENSE;
        ledger = _ -> kept(GOOD.replace("a1b2", "b2c3"));

        assertThat(first().found()).startsWith("the document is refused, and nothing is repaired");
    }

    @Test
    void aLedgerThatMayNotBeReadLeavesItOpen() {
        reading = NONSENSE;
        ledger = _ -> new Reply.Refused("denied");

        assertThat(first().found())
                .startsWith(
                        "the document is refused, and whether an earlier one stays in force is not known, denied: ");
    }

    /// A check that an upgrade brought is asked of a new document only.
    @ParameterizedTest
    @ValueSource(strings = {"latest", "applied"})
    void aDocumentThatTheStackTookBeforeIsInForceWhateverItOverlooks(String name) {
        reading = new Reading.Found(OVERLOOKING, PLACE + ":3");
        ledger = key -> kept(key.equals(name) ? OVERLOOKING : GOOD);

        assertThat(first().state()).isEqualTo(Sign.State.ODD);
        assertThat(first().found())
                .startsWith(PLACE + ":3 stays in force, since the stack took it before; a new document is refused for"
                        + " this: ")
                .endsWith(" at /network/clientCidrs/0");
    }

    @Test
    void anotherThanTheStackTookIsRefusedForIt() {
        reading = new Reading.Found(OVERLOOKING, PLACE + ":3");
        ledger = _ -> kept(GOOD);

        assertThat(first().state()).isEqualTo(Sign.State.ILL);
        assertThat(first().found()).startsWith("the document is refused, the last good one stays in force: ");
    }

    @Test
    void oneThatWasTakenAndIsForElsewhereNowIsRefused() {
        var elsewhere = GOOD.replace("a1b2", "b2c3");
        reading = new Reading.Found(elsewhere, PLACE + ":3");
        ledger = _ -> kept(elsewhere);

        assertThat(first().found()).startsWith("the document is refused, and nothing is repaired");
    }

    @Test
    void aDocumentThatIsNotThereIsIll() {
        reading = new Reading.Missing("there is no parameter \"/vpce-guard/perimeter\"");

        assertThat(first())
                .isEqualTo(Sign.ill(
                        "perimeter",
                        "there is no parameter \"/vpce-guard/perimeter\", and nothing is repaired, since there is no"
                                + " earlier one",
                        "put the document there, or deploy with the right name"));
    }

    private static Reply kept(String text) {
        return new Reply.Answer(Json.object()
                .put(
                        "Item",
                        Json.object()
                                .put("text", Json.object().put("S", text).build())
                                .build())
                .build());
    }

    private Sign first() {
        var stack = new DeployedStack(
                "111122223333",
                "aws",
                "eu-west-1",
                "CREATE_COMPLETE",
                Optional.empty(),
                Map.of("OrganizationId", organization, "PerimeterDocument", place, "ControlLevels", levels),
                Map.of("LedgerTable", "ledger"),
                Map.of(),
                Map.of());
        return new PerimeterCheck(
                        Instant.parse("2026-11-28T12:00:00Z"), _ -> Optional.of(() -> reading), () -> membership)
                .signs(
                        stack,
                        (_, _, item) ->
                                ledger.apply(item.textAt("Key", "sk", "S").orElseThrow()))
                .getFirst();
    }
}
