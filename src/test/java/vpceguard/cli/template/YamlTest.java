package vpceguard.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;

class YamlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: !Ref B                       | {\"a\":{\"Ref\":\"B\"}}",
                "a: !GetAtt B.Arn                | {\"a\":{\"Fn::GetAtt\":\"B.Arn\"}}",
                "a: !Sub ['x${B}', {B: 1}]       | {\"a\":{\"Fn::Sub\":[\"x${B}\",{\"B\":1}]}}",
                "a: !Join ['', [b, !Ref C]]      | {\"a\":{\"Fn::Join\":[\"\",[\"b\",{\"Ref\":\"C\"}]]}}",
                "a: !Condition B                 | {\"a\":{\"Condition\":\"B\"}}",
                "a: 2012-10-17                   | {\"a\":\"2012-10-17\"}",
                "a: [yes, No, on, 'no', true]    | {\"a\":[true,false,true,\"no\",true]}",
                "a: [~, null, '']                | {\"a\":[null,null,\"\"]}",
                "a: [1, 1.5, '1', 111122223333]  | {\"a\":[1,1.5,\"1\",111122223333]}",
                "a: 012345670123                 | {\"a\":{\"Fn::Number\":\"012345670123\"}}",
                "a: [0x1F, 1_000, 12:30:45]      | {\"a\":[{\"Fn::Number\":\"0x1F\"},{\"Fn::Number\":\"1_000\"},{\"Fn::Number\":\"12:30:45\"}]}",
                "a: s3:Get*                      | {\"a\":\"s3:Get*\"}",
                "a: 10.0.0.0/8                   | {\"a\":\"10.0.0.0/8\"}",
            })
    void meansWhatCloudFormationReads(String yaml, String json) {
        assertThat(Yaml.read(yaml)).isEqualTo(JsonReader.read(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: [b             | line 1",
                "a: 1\\na: 2       | member stands twice: a",
                "? [a]\\n: b       | Non scalar key",
                "a: &x [1]\\nb: *x | CloudFormation takes no aliases, expected what it stands for in its place, as aws cloudformation package writes it, line 2",
                "a: &x 1\\nb: *x   | CloudFormation takes no aliases",
                "a: \"\\UFFFFFFFF\" | an escape in a text stands for no character: ",
                "a: {b: *none}     | CloudFormation takes no aliases",
                "a: &x [*x]        | CloudFormation takes no aliases",
            })
    void refusesTheRest(String yaml, String reason) {
        assertThat(Yaml.read(yaml.replace("\\n", "\n")))
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        refused -> assertThat(refused.reason()).contains(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- "})
    void isNotReadDeeperThanJson(String level) {
        assertThat(Yaml.read(level.repeat(3_000)))
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        refused -> assertThat(refused.reason()).isEqualTo("nested deeper than 100 levels, line 1"));
        assertThat(Yaml.read("[".repeat(100) + "]".repeat(100))).isInstanceOf(Parsed.Ok.class);
    }

    @Test
    void aWholeTemplate() throws IOException {
        var template = Yaml.read(Files.readString(Path.of("src/test/resources/templates/endpoints.yaml")));

        assertThat(((Parsed.Ok<Json>) template)
                        .value()
                        .textAt("Resources", "Kms", "Properties", "ServiceName", "Fn::Sub"))
                .contains("com.amazonaws.${AWS::Region}.kms");
        assertThat(Yaml.read(Files.readString(Path.of("template.yaml")))).isInstanceOf(Parsed.Ok.class);
    }
}
