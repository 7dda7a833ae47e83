package vpceguard.perimeter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;

class PerimeterReaderTest {
    private static final Set<String> CONTROLS = Set.of("policy-full-access", "policy-unreadable");

    @Test
    void readsWhoIsTrusted() {
        var perimeter = perimeter("""
                {"organizations": ["o-a1b2c3d4e5", "o-b2c3d4e5f6"], "accounts": ["111122223333", "111122223333"],
                 "controls": {"policy-full-access": "off", "policy-unreadable": "remediate"}}""");

        assertThat(perimeter.organizations()).containsExactlyInAnyOrder("o-a1b2c3d4e5", "o-b2c3d4e5f6");
        assertThat(perimeter.accounts()).containsExactly("111122223333");
        assertThat(perimeter.levels())
                .isEqualTo(Map.of("policy-full-access", Level.OFF, "policy-unreadable", Level.REMEDIATE));
        assertThat(perimeter.partition()).isEqualTo("aws-cn");
        assertThat(perimeter.revision()).matches("document-[0-9a-f]{12}");
    }

    @Test
    void membersMayBeLeftOut() {
        assertThat(perimeter("{\"organizations\": [\"o-a1b2c3d4e5\"]}").accounts())
                .isEmpty();
        assertThat(perimeter("{\"accounts\": [\"111122223333\"]}").organizations())
                .isEmpty();
    }

    @Test
    void differentDocumentsHaveDifferentRevisions() {
        assertThat(perimeter("{\"accounts\": [\"111122223333\"]}").revision())
                .isNotEqualTo(perimeter("{\"accounts\": [\"444455556666\"]}").revision());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "[] ~ expected an object, found a list at the whole document",
                "{} ~ nobody is trusted, which would lock everyone out; expected an organization or an account at the whole document",
                "{\"organizations\":[],\"accounts\":[]} ~ nobody is trusted, which would lock everyone out; expected an organization or an account at the whole document",
                "{\"organisations\":[]} ~ unknown member \"organisations\", expected organizations, accounts, controls at /organisations",
                "{\"organizations\":\"o-a1b2c3d4e5\"} ~ expected a list, found a string at /organizations",
                "{\"organizations\":null} ~ expected a list, found null at /organizations",
                "{\"organizations\":[\"O-A1B2C3D4E5\"]} ~ expected an id like o-a1b2c3d4e5, found \"O-A1B2C3D4E5\" at /organizations/0",
                "{\"organizations\":[\"o-a1b2c3d4e5\",\"*\"]} ~ expected an id like o-a1b2c3d4e5, found \"*\" at /organizations/1",
                "{\"accounts\":[\"11112222333\"]} ~ expected an account id of 12 digits, found \"11112222333\" at /accounts/0",
                "{\"accounts\":[111122223333]} ~ expected an account id of 12 digits as a string, found a number at /accounts/0",
                "{\"accounts\":[\"111122223333\"],\"controls\":[]} ~ expected an object, found a list at /controls",
                "{\"accounts\":[\"111122223333\"],\"controls\":{\"policy\":\"off\"}} ~ unknown control \"policy\", expected policy-full-access, policy-unreadable at /controls/policy",
                "{\"accounts\":[\"111122223333\"],\"controls\":{\"policy-unreadable\":\"Off\"}} ~ unknown level \"Off\", expected off, notify, remediate at /controls/policy-unreadable",
                "{\"accounts\":[\"111122223333\"],\"controls\":{\"policy-unreadable\":false}} ~ expected a level, found a boolean at /controls/policy-unreadable",
                "{\"accounts\":[],\"accounts\":[\"111122223333\"]} ~ member stands twice, character 26 at /accounts"
            })
    void refusesWhatItDoesNotUnderstand(String document, String refusal) {
        assertThat(read(document)).isInstanceOf(Parsed.Malformed.class).hasToString(refusal);
    }

    private static Perimeter perimeter(String document) {
        return switch (read(document)) {
            case Parsed.Ok<Perimeter>(var perimeter) -> perimeter;
            case Parsed.Malformed<Perimeter> malformed -> throw new AssertionError(malformed);
        };
    }

    private static Parsed<Perimeter> read(String document) {
        Parsed<Json> json = JsonReader.read(document);
        return json.then(value -> PerimeterReader.read(value, "aws-cn", CONTROLS));
    }
}
