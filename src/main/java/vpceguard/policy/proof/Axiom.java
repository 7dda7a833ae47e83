package vpceguard.policy.proof;

import java.util.List;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;

/// A fact from AWS about keys that go together (IAM user guide, "AWS global condition context keys"), as
/// Deny statements that match only requests which cannot occur: adding them to a policy changes nothing for
/// those that can.
///
/// Only assessments use axioms: a repair is proved without.
public enum Axiom {
    CALLER_ACCOUNT(
            "a caller's account is its aws:PrincipalAccount, and stands in its aws:PrincipalArn",
            Whom.CALLERS,
            "{'StringNotEquals': {'aws:PrincipalAccount': '#'}}",
            "{'ArnNotLike': {'aws:PrincipalArn': 'arn:*:*:*:#:*'}}"),
    CALLER_IS_NO_SERVICE(
            "a caller of an account is no AWS service",
            Whom.CALLERS,
            "{'Bool': {'aws:PrincipalIsAWSService': 'true'}}"),
    ROOT_USER(
            "an account named by a gateway endpoint's policy is its root user",
            Whom.ROOT_USERS,
            "{'ArnNotLike': {'aws:PrincipalArn': 'arn:*:iam::#:root'}}"),
    ARN_ACCOUNT(
            "aws:PrincipalArn names the account that aws:PrincipalAccount does, which every request with an ARN has",
            Whom.ANYBODY,
            "{'ArnLike': {'aws:PrincipalArn': 'arn:*:*:*:#:*'}, 'StringNotEquals': {'aws:PrincipalAccount': '#'}}",
            "{'StringEquals': {'aws:PrincipalAccount': '#'},"
                    + "'ArnNotLike': {'aws:PrincipalArn': 'arn:*:*:*:#:*'}, 'Null': {'aws:PrincipalArn': 'false'}}"),
    CALLER_PATHS(
            "aws:PrincipalOrgPaths begin with the organization that aws:PrincipalOrgID names",
            Whom.MEMBERS,
            "{'ForAnyValue:StringLike': {'aws:PrincipalOrgPaths': '#/*'},"
                    + "'StringNotEquals': {'aws:PrincipalOrgID': '#'}}"),
    OWNER_PATHS(
            "aws:ResourceOrgPaths begin with the organization that aws:ResourceOrgID names",
            Whom.MEMBERS,
            "{'ForAnyValue:StringLike': {'aws:ResourceOrgPaths': '#/*'},"
                    + "'StringNotEquals': {'aws:ResourceOrgID': '#'}}"),
    ANONYMOUS(
            "an anonymous caller has no ARN and no organization",
            Whom.NOBODY_KNOWN,
            "{'Null': {'aws:PrincipalArn': 'false'}}",
            "{'Null': {'aws:PrincipalOrgID': 'false'}}",
            "{'Null': {'aws:PrincipalOrgPaths': 'false'}}",
            "{'Null': {'aws:PrincipalIsAWSService': 'false'}}"),
    ANONYMOUS_ACCOUNT(
            "an anonymous caller's account is \"anonymous\", but for federated callers of AWS STS, who have none",
            Whom.NOBODY_FEDERATED,
            "{'StringNotEquals': {'aws:PrincipalAccount': 'anonymous'}}"),
    SERVICE(
            "an AWS service has aws:PrincipalIsAWSService",
            Whom.SERVICES,
            "{'BoolIfExists': {'aws:PrincipalIsAWSService': 'false'}}"),
    OWNER(
            "the account in a resource's ARN is its aws:ResourceAccount",
            Whom.OWNERS,
            "{'StringNotEquals': {'aws:ResourceAccount': '#'}}");

    /// Of whom an axiom speaks; `#` in its conditions is the account or the organization.
    enum Whom {
        /// Those of an account that are named as principals, or all of them.
        CALLERS,
        ROOT_USERS,
        /// Whoever has the account in a condition key.
        ANYBODY,
        /// Whoever is in an organization that stands in a path.
        MEMBERS,
        NOBODY_KNOWN,
        /// Those of them who show AWS STS no token.
        NOBODY_FEDERATED,
        SERVICES,
        /// Accounts named in ARNs of resources.
        OWNERS
    }

    private final String sentence;
    private final Whom whom;
    /// A condition block a line.
    private final String conditions;

    Axiom(String sentence, Whom whom, String... conditions) {
        this.sentence = sentence;
        this.whom = whom;
        this.conditions = String.join("\n", conditions).replace('\'', '"');
    }

    /// What it says, in words.
    public String sentence() {
        return sentence;
    }

    Whom whom() {
        return whom;
    }

    /// Condition blocks, each impossible for those it speaks of.
    List<Json.Obj> impossible(String id) {
        return conditions
                .lines()
                .map(text -> JsonReader.read(text.replace("#", id)))
                .map(read -> (Json.Obj) read.orThrow("own condition"))
                .toList();
    }
}
