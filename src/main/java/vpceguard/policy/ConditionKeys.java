package vpceguard.policy;

import java.util.Set;

/// What is known of condition keys (IAM user guide, "AWS global condition context keys"; service authorization
/// reference). Names are in lower case.
public final class ConditionKeys {
    private static final Set<String> MULTIVALUED = Set.of(
            "aws:calledvia",
            "aws:principalorgpaths",
            "aws:principalservicenameslist",
            "aws:resourceorgpaths",
            "aws:sourceorgpaths",
            "aws:tagkeys",
            "aws:vpceorgpaths",
            "dynamodb:attributes",
            "dynamodb:leadingkeys",
            "ec2:attribute",
            "elasticloadbalancing:securitygroup",
            "elasticloadbalancing:subnet",
            "kms:encryptioncontextkeys",
            "kms:grantoperations",
            "kms:resourcealiases",
            "s3:requestobjecttagkeys");

    private static final Set<String> SINGLE_VALUED = Set.of(
            "aws:calledviafirst",
            "aws:calledvialast",
            "aws:currenttime",
            "aws:ec2instancesourceprivateipv4",
            "aws:ec2instancesourcevpc",
            "aws:epochtime",
            "aws:federatedprovider",
            "aws:multifactorauthage",
            "aws:principalaccount",
            "aws:principalarn",
            "aws:principalorgid",
            "aws:principalservicename",
            "aws:principaltype",
            "aws:referer",
            "aws:requestedregion",
            "aws:resourceaccount",
            "aws:resourceorgid",
            "aws:sourceaccount",
            "aws:sourcearn",
            "aws:sourceidentity",
            "aws:sourceip",
            "aws:sourceorgid",
            "aws:sourcevpc",
            "aws:sourcevpce",
            "aws:tokenissuetime",
            "aws:useragent",
            "aws:userid",
            "aws:username",
            "aws:vpceaccount",
            "aws:vpceorgid",
            "aws:vpcsourceip");

    /// The tag's key follows.
    private static final Set<String> TAGS = Set.of("aws:principaltag", "aws:requesttag", "aws:resourcetag");

    private static final Set<String> BOOLEAN = Set.of(
            "aws:multifactorauthpresent", "aws:principalisawsservice", "aws:securetransport", "aws:viaawsservice");

    private ConditionKeys() {}

    public static boolean isMultivalued(String name) {
        return MULTIVALUED.contains(name);
    }

    /// Whether the key is known to have one value at most.
    public static boolean isSingleValued(String name) {
        return SINGLE_VALUED.contains(name)
                || BOOLEAN.contains(name)
                || TAGS.contains(name.substring(0, Math.max(name.indexOf('/'), 0)));
    }

    /// Whether the key's values are `true` and `false`.
    public static boolean isBoolean(String name) {
        return BOOLEAN.contains(name);
    }
}
