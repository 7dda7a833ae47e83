package vpceguard.perimeter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.json.Parsed.Malformed;
import vpceguard.model.EndpointType;
import vpceguard.perimeter.document.Documents;
import vpceguard.policy.Policies;
import vpceguard.policy.Policy;
import vpceguard.policy.ReferenceEvaluator;
import vpceguard.policy.ReferenceEvaluator.Caller;
import vpceguard.policy.ReferenceEvaluator.Request;
import vpceguard.policy.proof.Tightening;

/// Partners by direction, `also` and `only`, in both forms of the ceilings that they make.
class PartnerCeilingsTest {
    private static final Set<Clause> ALL = EnumSet.allOf(Clause.class);
    private static final String SELLER = "444455556666";
    private static final String CALLER = "666677778888";
    private static final String OTHER = "999988887777";
    private static final String REASON = "'reason': 'a test', 'owner': 'us'";
    private static final Perimeter PERIMETER = Documents.perimeter("""
            {'organizations': ['o-a1b2c3d4e5'], 'accounts': ['111122223333'],
             'partners': [
               {'account': '%1$s', 'trust': 'resources', 'services': ['s3'], 'actions': ['s3:PutObject', 's3:List*'], %3$s},
               {'account': '%1$s', 'trust': 'resources', 'services': ['kms'], 'actions': ['kms:Decrypt'], %3$s},
               {'account': '%2$s', 'trust': 'identities', 'services': ['s3', 'sns'], 'actions': ['s3:GetObject'], %3$s},
               {'account': '%2$s', 'trust': 'identities', 'services': ['sns'], %3$s}],
             'services': {
               's3': {'also': [{'Effect': 'Allow', 'Principal': '*', 'Action': ['s3:GetObject', 's3:ListBucket'],
                 'Resource': ['arn:aws:s3:::noaa-ghcn-pds', 'arn:aws:s3:::noaa-ghcn-pds/*']}]},
               'dynamodb': {'only': [{'Effect': 'Allow', 'Principal': '*', 'Resource': '*',
                 'Action': ['dynamodb:GetItem', 'dynamodb:Query']}]}}}""".formatted(SELLER, CALLER, REASON));

    @ParameterizedTest
    @CsvSource({
        // a partner's resources, for the calls named, to the organization's callers
        "s3, 111122223333, s3:PutObject, 444455556666, true",
        "s3, 111122223333, s3:ListBucket, 444455556666, true",
        "s3, 111122223333, s3:DeleteObject, 444455556666, false",
        "kms, 111122223333, kms:Decrypt, 444455556666, true",
        "kms, 111122223333, kms:Encrypt, 444455556666, false",
        "dynamodb, 111122223333, dynamodb:GetItem, 444455556666, false",
        // in one direction alone
        "s3, 444455556666, s3:PutObject, 111122223333, false",
        "s3, 444455556666, s3:PutObject, 444455556666, false",
        "s3, 666677778888, s3:GetObject, 111122223333, true",
        "s3, 666677778888, s3:PutObject, 111122223333, false",
        "s3, 666677778888, s3:GetObject, 666677778888, false",
        "sns, 666677778888, sns:Publish, 111122223333, true",
        "sns, 111122223333, sns:Publish, 666677778888, false",
        // one partner with another's resources: each by its own list
        "s3, 666677778888, s3:ListBucket, 444455556666, false",
        "s3, 666677778888, s3:GetObject, 444455556666, false",
        // strangers
        "s3, 999988887777, s3:GetObject, 111122223333, false",
        "s3, 111122223333, s3:GetObject, 999988887777, false",
        // only
        "dynamodb, 111122223333, dynamodb:Query, 111122223333, true",
        "dynamodb, 111122223333, dynamodb:PutItem, 111122223333, false",
        "dynamodb, 999988887777, dynamodb:Query, 111122223333, false"
    })
    void callsPassByDirectionAndAction(String service, String caller, String action, String owner, boolean passes) {
        assertDecided(service, request(caller, action, "arn:aws:any:us-east-1::thing/x", owner), passes);
    }

    @ParameterizedTest
    @CsvSource({
        "s3:GetObject, arn:aws:s3:::noaa-ghcn-pds/2026.csv, true",
        "s3:GetObject, arn:aws:s3:::al2023-repos-us-east-1-de612dc2/core, true",
        "s3:GetObject, arn:aws:s3:::noaa-ghcn-pds-evil/2026.csv, false",
        "s3:PutObject, arn:aws:s3:::noaa-ghcn-pds/2026.csv, false"
    })
    void whatIsAddedPassesForEverybody(String action, String resource, boolean passes) {
        assertDecided("s3", request(OTHER, action, resource, OTHER), passes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3", "kms", "sns", "dynamodb", "ec2"})
    void bothFormsAreProvedEqual(String service) {
        for (var clauses : List.of(
                EnumSet.of(Clause.IDENTITIES),
                EnumSet.of(Clause.RESOURCES),
                EnumSet.of(Clause.STATEMENTS),
                EnumSet.of(Clause.IDENTITIES, Clause.RESOURCES),
                ALL)) {
            var bound = Ceilings.of(PERIMETER, service, clauses).bound();
            for (var type : List.of(EndpointType.INTERFACE, EndpointType.GATEWAY)) {
                assertThat(bound.isExact(type))
                        .as("%s, %s, %s", service, clauses, type)
                        .isTrue();
            }
        }
        assertThat(fault(PERIMETER, Ceilings.OWN)).isEmpty();
    }

    @Test
    void statementsThatAreNoBoxesAreProvedToo() {
        var perimeter = Documents.perimeter("""
                {'organizations': ['o-a1b2c3d4e5'], 'accounts': ['111122223333'],
                 'partners': [{'account': '%s', 'trust': 'resources', 'actions': ['ssm:GetParameter'], %s}],
                 'services': {'sqs': {
                   'also': [{'Effect': 'Allow', 'Principal': '*', 'Action': 'sqs:Get*', 'Resource': '*',
                     'Condition': {'StringEquals': {'aws:ResourceAccount': '999988887777'}}}],
                   'only': [{'Effect': 'Allow', 'Principal': '*', 'Action': ['sqs:*Message', 'sqs:Get*'], 'Resource': '*',
                     'Condition': {'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:role/loader-*'}}}]}}}""".formatted(SELLER, REASON));

        assertThat(fault(perimeter, Ceilings.OWN)).isEmpty();
    }

    @Test
    void whatCannotBeWrittenBothWaysIsRefusedWhenLoaded() {
        var perimeter = Documents.perimeter("""
                {'accounts': ['111122223333'], 'services': {'s3': {'only': [
                  {'Effect': 'Allow', 'Principal': '*', 'NotAction': 's3:DeleteBucket', 'Resource': '*'}]}}}""");

        assertThat(fault(perimeter, Ceilings.OWN).map(Object::toString))
                .contains("the ceiling of s3 cannot be shown to mean the same as Allow and as Deny statements;"
                        + " use Action and Resource, plain names of calls, and fewer conditions at /services/s3");
    }

    @Test
    void thirtyPartnersWithActionsOfTheirOwnFit() {
        var perimeter = withPartners(30);

        assertThat(fault(perimeter, Ceilings.OWN)).isEmpty();
        var ceiling = Ceilings.of(perimeter, "s3", ALL);
        assertThat(Tightening.of(
                        Policies.read(Policies.FULL_ACCESS), ceiling.bound(), Optional.empty(), EndpointType.GATEWAY))
                .isInstanceOfSatisfying(
                        Tightening.Written.class,
                        written -> assertThat(written.policy().text()).hasSizeLessThan(Policy.LONGEST));
    }

    @Test
    void tooManyAreRefusedWhenLoaded() {
        assertThat(fault(withPartners(127), Ceilings.OWN))
                .hasValueSatisfying(fault -> assertThat(fault.toString())
                        .matches("the ceiling of s3 would have \\d+ characters, AWS accepts 20480;"
                                + " use fewer accounts and partners, .* at /partners"));
    }

    @Test
    void aLimitThatLocksTheOwnAccountOutIsRefused() {
        var perimeter = Documents.perimeter("""
                {'accounts': ['111122223333'], 'services': {'s3': {'only': [
                  {'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': '*',
                   'Condition': {'StringEquals': {'aws:PrincipalAccount': '444455556666'}}}]}}}""");

        assertThat(fault(perimeter, Ceilings.OWN).map(Object::toString))
                .contains(
                        "it does not let through any call s3:*, s3express:*, s3-object-lambda:*, s3tables:* of the own"
                                + " account 111122223333 at /services/s3/only");
        assertThat(fault(perimeter, SELLER)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "dynamodb, dynamdb:*, false",
        "dynamodb, dynamodb:*, true",
        "dynamodb, DynamoDB:Get*, true",
        "s3, sqs:SendMessage, false",
        "s3, s3-object-lambda:GetObject, true",
        "s3, '*', true",
        "email-smtp, email:SendRawEmail, false",
        "email-smtp, ses:SendRawEmail, true",
        "a-new-one, any:Thing, true"
    })
    void aLimitToNoCallOfTheServiceIsRefused(String service, String action, boolean isTaken) {
        var perimeter = Documents.perimeter("""
                {'organizations': ['o-a1b2c3d4e5'], 'services': {'%s': {'only': [
                  {'Effect': 'Allow', 'Principal': '*', 'Action': '%s', 'Resource': '*'}]}}}""".formatted(service, action));

        assertThat(fault(perimeter, Ceilings.OWN).isEmpty()).isEqualTo(isTaken);
    }

    @ParameterizedTest
    @CsvSource({"o-a1b2c3d4e5, true", "o-a1b2c3d4ee, false"})
    void soIsALimitToAnOrganizationThatIsNotTrusted(String organization, boolean isTaken) {
        var perimeter = Documents.perimeter("""
                {'organizations': ['o-a1b2c3d4e5'], 'services': {'sqs': {'only': [
                  {'Effect': 'Allow', 'Principal': '*', 'Action': 'sqs:*', 'Resource': '*',
                   'Condition': {'StringEquals': {'aws:PrincipalOrgID': '%s'}}}]}}}""".formatted(organization));

        assertThat(fault(perimeter, Ceilings.OWN).isEmpty()).isEqualTo(isTaken);
    }

    /// One document serves all Regions and accounts.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            arn:aws:sqs:eu-west-1:*:*            | /services/sqs/only lets nothing through in us-east-1
            arn:aws:sqs:us-east-1:*:*            | -
            arn:aws:sqs:*:111122223333:*         | -
            arn:aws:sqs:us-*-1:111122223333:jobs | -
            """)
    void aLimitToResourcesOfAnotherRegionIsHarmless(String resource, @Nullable String told) {
        var perimeter = Documents.perimeter("""
                {'organizations': ['o-a1b2c3d4e5'], 'services': {'sqs': {'only': [
                  {'Effect': 'Allow', 'Principal': '*', 'Action': 'sqs:*', 'Resource': '%s'}]}}}""".formatted(resource));

        assertHarmless(perimeter, told);
    }

    @Test
    void soIsAStatementOfALimitWithoutACallOfTheService() {
        assertHarmless(
                Documents.perimeter("""
                {'accounts': ['111122223333'], 'services': {'s3': {'only': [
                  {'Effect': 'Allow', 'Principal': '*', 'Action': 's3:Get*', 'Resource': '*'},
                  {'Effect': 'Allow', 'Principal': '*', 'Action': 'se:Put*', 'Resource': '*'}]}}}"""),
                "/services/s3/only/1 lets no call through that is s3:*, s3express:*, s3-object-lambda:*, s3tables:*");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            'sqs'       | 'sns:SendMessage'                  | of the partner 444455556666 the action "sns:SendMessage" is no call of sqs
            'sqs'       | 'sqs:SendMessage', 'sns:Publish'   | of the partner 444455556666 the action "sns:Publish" is no call of sqs
            'sqs','kms' | 'sqs:SendMessage'                  | -
            'sqs','kms' | 'sqs:Send*', 'KMS:Decrypt'         | -
            'a-new-one' | 'any:Thing'                        | -
            """, quoteCharacter = '`')
    void soIsAnActionThatNoneOfAPartnersServicesHas(String services, String actions, @Nullable String told) {
        assertHarmless(Documents.perimeter("""
                {'accounts': ['111122223333'], 'partners': [{'account': '%s', 'trust': 'resources',
                 'services': [%s], 'actions': [%s], %s}]}""".formatted(SELLER, services, actions, REASON)), told);
    }

    private static void assertHarmless(Perimeter perimeter, @Nullable String told) {
        assertThat(fault(perimeter, Ceilings.OWN)).isEmpty();
        assertThat(IdleEntries.of(perimeter, "us-east-1"))
                .containsExactlyElementsOf(Optional.ofNullable(told).stream().toList());
    }

    @Test
    void aLimitThatCannotBeDecidedIsNotSaidToKeepAllOut() {
        var perimeter = Documents.perimeter("""
                {'accounts': ['111122223333'], 'services': {'s3': {'only': [
                  {'Effect': 'Allow', 'Principal': '*', 'Action': 's3:*', 'Resource': '*',
                   'Condition': {'ArnLike': {'aws:PrincipalArn': '*'}}}]}}}""");

        assertThat(fault(perimeter, Ceilings.OWN).map(Object::toString))
                .hasValueSatisfying(fault -> assertThat(fault).startsWith("the ceiling of s3 cannot be shown"));
    }

    /// They make no other service's ceiling longer.
    @Test
    void soArePartnersOfOneService() {
        var partners = IntStream.rangeClosed(1, 1400)
                .mapToObj(i -> "{'account': '44445550%04d', 'trust': 'identities', 'services': ['sqs'], %s}"
                        .formatted(i, REASON))
                .collect(Collectors.joining(","));
        var perimeter =
                Documents.perimeter("{'organizations': ['o-a1b2c3d4e5'], 'partners': [%s]}".formatted(partners));

        assertThat(fault(perimeter, Ceilings.OWN))
                .hasValueSatisfying(fault ->
                        assertThat(fault.toString()).matches("the ceiling of sqs would have 2\\d+ .* at /partners"));
    }

    /// So it is enough to look at S3 where a document names many accounts.
    @ParameterizedTest
    @ValueSource(ints = {1, 100, 400})
    void noCeilingIsLongerThanTheOneOfS3(int accounts) {
        var perimeter = Ceilings.perimeter(
                "aws",
                Set.of(Ceilings.ORGANIZATION),
                IntStream.range(0, accounts)
                        .mapToObj(i -> "444455550" + (100 + i))
                        .collect(Collectors.toSet()));
        for (var clauses : List.of(
                EnumSet.of(Clause.IDENTITIES),
                EnumSet.of(Clause.RESOURCES),
                EnumSet.of(Clause.IDENTITIES, Clause.RESOURCES))) {
            assertThat(Stream.concat(
                                    ServiceKnowledge.CEILINGS.stream(),
                                    Stream.of("cognito-idp", "cognito-identity", "glue"))
                            .max(Comparator.comparingInt(service -> length(Ceilings.of(perimeter, service, clauses)))))
                    .as("%s", clauses)
                    .contains("s3");
        }
    }

    private static int length(Ceiling ceiling) {
        return Math.max(
                ceiling.policy().text().length(),
                Ceilings.denyForm(ceiling).text().length());
    }

    private static Optional<Malformed<Perimeter>> fault(Perimeter perimeter, String account) {
        return CeilingCheck.fault(perimeter, Set.of(perimeter.writtenClauses()), Optional.of(account), "us-east-1");
    }

    private static Perimeter withPartners(int count) {
        var actions = List.of(
                "GetObject",
                "GetObjectVersion",
                "PutObject",
                "PutObjectTagging",
                "ListBucket",
                "DeleteObject",
                "AbortMultipartUpload");
        var partners = IntStream.rangeClosed(1, count)
                .mapToObj(i ->
                        "{'account': '444455500%03d', 'trust': 'resources', 'services': ['s3'], 'actions': [%s], %s}"
                                .formatted(
                                        i,
                                        IntStream.range(0, actions.size())
                                                .filter(bit -> (i >> bit) % 2 == 1)
                                                .mapToObj(bit -> "'s3:" + actions.get(bit) + "'")
                                                .collect(Collectors.joining(",")),
                                        REASON))
                .collect(Collectors.joining(","));
        return Documents.perimeter("{'organizations': ['o-a1b2c3d4e5'], 'accounts': ['111122223333'], 'partners': [%s]}"
                .formatted(partners));
    }

    private static void assertDecided(String service, Request request, boolean passes) {
        var ceiling = Ceilings.of(PERIMETER, service, ALL);
        assertThat(ReferenceEvaluator.allows(ceiling.policy(), request))
                .as("Allow form")
                .isEqualTo(passes);
        assertThat(ReferenceEvaluator.allows(Ceilings.denyForm(ceiling), request))
                .as("Deny form")
                .isEqualTo(passes);
        assertThat(Arrays.stream(Clause.values())
                        .allMatch(clause -> ReferenceEvaluator.allows(
                                Ceilings.of(PERIMETER, service, EnumSet.of(clause))
                                        .policy(),
                                request)))
                .as("clause by clause")
                .isEqualTo(passes);
    }

    private static Request request(String caller, String action, String resource, String owner) {
        var context = new HashMap<String, List<String>>(Map.of(
                "aws:PrincipalAccount", List.of(caller),
                "aws:ResourceAccount", List.of(owner),
                "aws:PrincipalIsAWSService", List.of("false")));
        if (caller.equals(Ceilings.OWN)) {
            context.put("aws:PrincipalOrgID", List.of(Ceilings.ORGANIZATION));
        }
        if (owner.equals(Ceilings.OWN)) {
            context.put("aws:ResourceOrgID", List.of(Ceilings.ORGANIZATION));
        }
        return new Request(new Caller("AWS", "arn:aws:iam::" + caller + ":role/r"), action, resource, context);
    }
}
