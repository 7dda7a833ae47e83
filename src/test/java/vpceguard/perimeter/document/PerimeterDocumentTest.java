package vpceguard.perimeter.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.control.Controls;
import vpceguard.perimeter.Existing;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Partner;
import vpceguard.perimeter.Perimeter;

/// What is in force of a document, where and when.
class PerimeterDocumentTest {
    private static final String OWN = "111122223333";

    @Test
    void aRingsOwnEntryOverridesItsStar() {
        var document = Documents.read("""
                {'accounts': ['111122223333'], 'controls': {'policy-reset': 'remediate', 'policy-widened': 'notify'},
                 'rings': {'hub': {'controls': {'*': 'off', 'policy-full-access': 'notify'}}}}""");
        var hub = Documents.at(document, OWN, "hub", Documents.TODAY);

        assertThat(level(hub, "policy-full-access")).isEqualTo(Level.NOTIFY);
        assertThat(level(hub, "policy-reset")).isEqualTo(Level.OFF);
        assertThat(level(hub, "policy-widened")).isEqualTo(Level.OFF);
    }

    @Test
    void withoutAnyEntryTheControlsOwnDefaultCounts() {
        var perimeter = Documents.perimeter("{'accounts': ['111122223333']}");

        assertThat(Controls.ALL)
                .allSatisfy(control ->
                        assertThat(Controls.level(control.id(), perimeter)).isEqualTo(control.defaultLevel()));
    }

    @Test
    void existingIsOverriddenMemberByMember() throws IOException {
        assertThat(Documents.at(example(), OWN, "canary", Documents.TODAY).existing())
                .isEqualTo(new Existing(Optional.of(Level.NOTIFY), Optional.empty(), Optional.empty()));
        assertThat(Documents.at(example(), OWN, "prod", Documents.TODAY).existing())
                .isEqualTo(new Existing(Optional.of(Level.REMEDIATE), Optional.of(14), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-31, 2, 1, 1",
        "2027-01-01, 2, 1, 0",
        "2027-06-30, 2, 1, 0",
        "2027-07-01, 1, 1, 0",
        "2027-12-31, 1, 1, 0",
        "2028-01-01, 1, 0, 0"
    })
    void aLastDayCountsToItsEnd(LocalDate day, int partners, int services, int exemptions) throws IOException {
        var perimeter = Documents.at(example(), "333344445555", "", day);

        assertThat(perimeter.partners()).hasSize(partners);
        assertThat(perimeter.endpointServices().approved()).hasSize(services);
        assertThat(perimeter.exemptions()).hasSize(exemptions);
    }

    @Test
    void anEndedPartnerIsNoPartner() throws IOException {
        assertThat(Documents.at(example(), OWN, "", LocalDate.of(2027, 7, 1)).partners())
                .extracting(Partner::account)
                .containsExactly("666677778888");
    }

    @Test
    void whatNamesOtherAccountsIsNotInForceHere() throws IOException {
        var perimeter = Documents.at(example(), OWN, "", Documents.TODAY);

        assertThat(perimeter.endpointServices().approved()).isEmpty();
        assertThat(perimeter.exemptions()).isEmpty();
    }

    @Test
    void theOwnAccountIsTrusted() throws IOException {
        assertThat(Documents.at(example(), OWN, "", Documents.TODAY).accounts())
                .containsExactlyInAnyOrder(OWN, "555566667777");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            aws-cn | o-a1b2c3d4e5 | prod   | the document is for another partition than "aws-cn" at /partition
            aws    | o-b2c3d4e5f6 | prod   | the document is for another organization than "o-b2c3d4e5f6" at /organizations
            aws    | o-a1b2c3d4e5 | Canary | there is no ring "Canary", expected one of [canary, network-hub, prod] at /rings
            """)
    void aDocumentForElsewhereIsRefused(String partition, String organization, String ring, String refusal)
            throws IOException {
        var place = new Place(partition, Optional.of(OWN), Optional.of(organization), Optional.of(ring));

        assertThat(example().at(place, Documents.TODAY)).hasToString(refusal);
    }

    @Test
    void aDocumentOfNoPartitionIsForAll() {
        var perimeter = Documents.read("{'accounts': ['111122223333']}").at(Place.anywhere("aws-cn"), Documents.TODAY);

        assertThat(perimeter.toString()).contains("partition=aws-cn");
    }

    private static Level level(Perimeter perimeter, String controlId) {
        return Controls.level(controlId, perimeter);
    }

    private static PerimeterDocument example() throws IOException {
        return Documents.read(Files.readString(Path.of("docs", "examples", "organization-perimeter.json")));
    }
}
