package vpceguard.perimeter.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.json.Parsed;
import vpceguard.perimeter.EndpointServices;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Levels;

class PerimeterReaderTest {
    @Test
    void readsWhoIsTrusted() {
        var written = Documents.read("""
                        {'organizations': ['o-a1b2c3d4e5', 'o-b2c3d4e5f6'], 'accounts': ['111122223333', '111122223333'],
                         'controls': {'*': 'notify', 'policy-full-access': 'off', 'policy-unreadable': 'remediate'}}""").common();

        assertThat(written.organizations()).containsExactlyInAnyOrder("o-a1b2c3d4e5", "o-b2c3d4e5f6");
        assertThat(written.accounts()).containsExactly("111122223333");
        assertThat(written.levels())
                .isEqualTo(new Levels(
                        Optional.of(Level.NOTIFY),
                        Map.of("policy-full-access", Level.OFF, "policy-unreadable", Level.REMEDIATE)));
        assertThat(written.revision()).isEqualTo("test");
    }

    @Test
    void membersMayBeLeftOut() {
        var least = Documents.read("{'accounts': ['111122223333']}");

        assertThat(least.common().organizations()).isEmpty();
        assertThat(least.partition()).isEmpty();
        assertThat(least.rings()).isEmpty();
        assertThat(least.common().endpointServices().owners()).isEqualTo(EndpointServices.USUAL_OWNERS);
        assertThat(least.common().network().securityGroups()).isEmpty();
        assertThat(Documents.read("{'organizations': ['o-a1b2c3d4e5']}")
                        .common()
                        .accounts())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "[] ~ expected an object, found a list at the whole document",
                "{'organizations':'o-a1b2c3d4e5'} ~ expected a list, found a string at /organizations",
                "{'organizations':null} ~ expected a list, found null at /organizations",
                "{'organizations':['o-a1b2c3d4e5','*']} ~ expected an id like o-a1b2c3d4e5, found \"*\" at /organizations/1",
                "{'accounts':['11112222333']} ~ expected an account id of 12 digits, found \"11112222333\" at /accounts/0",
                "{'accounts':[111122223333]} ~ expected an account id of 12 digits as a string, found a number at /accounts/0",
                "{'accounts':['111122223333'],'controls':[]} ~ expected an object, found a list at /controls",
                "{'accounts':['111122223333'],'controls':{'policy-reset':'Off'}} ~ unknown level \"Off\", expected off, notify, remediate, quarantine at /controls/policy-reset",
                "{'accounts':['111122223333'],'controls':{'policy-reset':false}} ~ expected a level, found a boolean at /controls/policy-reset",
                "{'accounts':[],'accounts':['111122223333']} ~ member stands twice, character 26 at /accounts"
            })
    void refusesWhatItDoesNotUnderstand(String document, String refusal) {
        assertThat(Documents.parse(document))
                .isInstanceOf(Parsed.Malformed.class)
                .hasToString(refusal);
    }
}
