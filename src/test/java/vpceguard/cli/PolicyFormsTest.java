package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;

/// A policy as Terraform and CloudFormation read it.
class PolicyFormsTest {
    private static final Json POLICY = ((Parsed.Ok<Json>) JsonReader.read("""
            {"Version": "2012-10-17", "Statement": [{"Sid": "No", "Effect": "Allow", "Principal": {"AWS": ["*"]},
             "Action": ["s3:*", "s3:Get*"], "Resource": "arn:aws:s3:::${aws:PrincipalTag/a}/%{x}\\u2028",
             "Condition": {"Bool": {"aws:SecureTransport": true}, "NumericEquals": {"s3:max-keys": [10, 20]}, "Null": {}},
             "NotAction": []}]}""")).value();

    /// The lines are those of `terraform fmt`; `${` and `%{` would begin templates.
    @Test
    void terraform() {
        assertThat(new PolicyHcl(POLICY).local("a.b-c")).isEqualTo("""
                locals {
                  a_b_c = jsonencode({
                    Version = "2012-10-17"
                    Statement = [
                      {
                        Sid    = "No"
                        Effect = "Allow"
                        Principal = {
                          AWS = ["*"]
                        }
                        Action = [
                          "s3:*",
                          "s3:Get*",
                        ]
                        Resource = "arn:aws:s3:::$${aws:PrincipalTag/a}/%%{x}\u2028"
                        Condition = {
                          Bool = {
                            "aws:SecureTransport" = true
                          }
                          NumericEquals = {
                            "s3:max-keys" = [
                              10,
                              20,
                            ]
                          }
                          Null = {}
                        }
                        NotAction = []
                      },
                    ]
                  })
                }""");
    }

    @Test
    void cloudFormation() {
        var yaml = PolicyYaml.property(POLICY);

        assertThat(yaml).startsWith("""
                PolicyDocument:
                  Version: "2012-10-17"
                  Statement:
                    - Sid: "No"
                      Effect: Allow
                      Principal:
                        AWS:
                          - "*"
                      Action:
                        - s3:*
                        - s3:Get*
                """);
        assertThat(yaml)
                .contains("aws:SecureTransport: true")
                .contains("\"Null\": {}")
                .contains("NotAction: []");
        assertThat(read(yaml)).isEqualTo(Map.of("PolicyDocument", plain(POLICY)));
    }

    /// Every scalar as its text: whether a plain word is one in all versions of YAML is asked below.
    private static Object read(String yaml) {
        var settings = LoadSettings.builder().setSchema(new FailsafeSchema()).build();
        return new Load(settings).loadFromString(yaml);
    }

    private static Object plain(Json value) {
        return switch (value) {
            case Json.Obj(var members) ->
                members.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, member -> plain(member.getValue())));
            case Json.Arr(List<Json> items) ->
                items.stream().map(PolicyFormsTest::plain).toList();
            case Json.Str(var text) -> text;
            case Json.Num(var literal) -> literal;
            case Json.Bool(var truth) -> Boolean.toString(truth);
            case Json.Null() -> "null";
        };
    }

    @Test
    void wordsThatAnyVersionOfYamlReadsAsSomethingElseAreQuoted() {
        for (var word : List.of(
                "yes",
                "No",
                "ON",
                "off",
                "y",
                "N",
                "true",
                "NULL",
                "~",
                "1",
                "0x1F",
                "12:30:45",
                "2012-10-17",
                "1e3",
                "",
                " a",
                "a ",
                "a: b",
                "a #b",
                "- a",
                "&a",
                "*",
                "!Ref",
                "%a",
                "@a",
                "`a",
                "{",
                "[",
                "a:",
                "Infinity.",
                ".inf",
                "=",
                "<<",
                "|",
                ">",
                "'",
                "a\nb")) {
            assertThat(PolicyYaml.property(Json.object().put("Sid", word).build()))
                    .as(word)
                    .startsWith("PolicyDocument:\n  Sid: \"");
        }
    }
}
