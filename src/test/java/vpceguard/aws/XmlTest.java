package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;

class XmlTest {
    @Test
    void anAnswerOfTheQueryProtocol() {
        assertThat(Xml.json("""
                <R xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><GetTopicAttributesResult>
                  <Attributes><entry><key>Owner</key><value>111122223333</value></entry></Attributes>
                  <Stacks><member><Name>a &amp; b</Name><Empty/></member></Stacks>
                </GetTopicAttributesResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></R>""")).isEqualTo(((Parsed.Ok<Json>) JsonReader.read("""
                        {"Attributes": {"Owner": "111122223333"}, "Stacks": [{"Name": "a & b", "Empty": ""}]}""")).value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "<a>",
                "<a><b/></a>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a><bResult>&x;</bResult></a>",
            })
    void nothingElseIsOne(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Xml.json(text));
    }
}
