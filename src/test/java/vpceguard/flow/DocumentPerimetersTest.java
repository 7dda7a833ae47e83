package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.flow.PerimeterText.Reading;
import vpceguard.notice.Notice;
import vpceguard.perimeter.Membership;
import vpceguard.perimeter.Mode;
import vpceguard.perimeter.OrganizationClaim;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.document.Place;

/// Documents that come, go and change, in a stack that reads them every five minutes.
class DocumentPerimetersTest {
    private static final Optional<String> OWN = Optional.of("o-a1b2c3d4e5");
    private static final String GOOD = "{\"organizations\":[\"o-a1b2c3d4e5\"],\"accounts\":[\"222233334444\"]}";
    private static final String NARROWER = "{\"organizations\":[\"o-a1b2c3d4e5\"]%s}";

    private final ByHand clock = new ByHand();
    private final Shelf shelf = new Shelf();
    private final Fakes fakes = new Fakes();
    private final List<Notice> notices = new ArrayList<>();
    private Notices topic = notices::add;
    private Reading reading = found(GOOD, "1");
    private int read;

    @Test
    void theVersionAndTheHashOfTheTextNameThePerimeter() {
        assertThat(perimeter(stack("").trust(OWN)).revision())
                .isEqualTo("s3://bucket/key?versionId=1 sha256:"
                        + "c2d48c61b35edaef81c20d894c454e8d6d1c3b29bede3cd7475aac247b4be332");
        assertThat(notices).isEmpty();
    }

    @Test
    void itIsReadAgainAfterFiveMinutes() {
        var stack = stack("");
        var _ = stack.trust(OWN);
        reading = found("{\"mode\":\"observe\"," + GOOD.substring(1), "2");

        clock.pass(Duration.ofMinutes(5).minusNanos(1));
        assertThat(perimeter(stack.trust(OWN)).mode()).isEmpty();
        clock.pass(Duration.ofNanos(1));
        assertThat(perimeter(stack.trust(OWN)).mode()).contains(Mode.OBSERVE);
        assertThat(read).isEqualTo(2);
    }

    /// As each sweep asks for it.
    @Test
    void itIsReadAtOnceWhereAllIsAskedAnew() {
        var stack = stack("");
        var perimeters = new Perimeters(
                new OrganizationClaim.Unsaid(),
                () -> new Membership.Member("o-a1b2c3d4e5"),
                stack,
                clock.withZone(ZoneOffset.UTC));
        var _ = perimeters.current();
        reading = found("{\"mode\":\"observe\"," + GOOD.substring(1), "2");

        assertThat(perimeter(perimeters.current()).mode()).isEmpty();
        assertThat(perimeter(perimeters.fresh()).mode()).contains(Mode.OBSERVE);
    }

    @Test
    void aRefusedDocumentLeavesTheLastGoodOneInForceAndIsToldOnceADay() {
        var before = perimeter(stack("").trust(OWN));
        reading = found("{\"organisations\":[]}", "2");

        assertThat(perimeter(stack("").trust(OWN))).isEqualTo(before);
        assertThat(perimeter(stack("").trust(OWN))).isEqualTo(before);
        assertThat(notices)
                .singleElement()
                .satisfies(notice -> assertThat(notice.text())
                        .startsWith("NOT CHANGED. Act now: the perimeter stays as it was")
                        .contains("s3://bucket/key?versionId=2 is refused: unknown member \"organisations\"")
                        .contains("at /organisations")
                        .contains("In force  s3://bucket/key?versionId=1"));

        clock.pass(Duration.ofDays(1));
        var _ = stack("").trust(OWN);
        assertThat(notices).hasSize(2);
    }

    /// Both topics may lie in an account that lets nobody in.
    @Test
    void aNoticeThatCannotBeSentKeepsNobodyFromThePerimeterAndIsNotForgotten() {
        var before = perimeter(stack("").trust(OWN));
        reading = new Reading.Unread("s3://bucket/key answered 403");
        topic = _ -> {
            throw new IllegalStateException("no topic");
        };
        var stack = stack("");

        assertThat(perimeter(stack.trust(OWN))).isEqualTo(before);
        assertThat(stack.untold())
                .hasValueSatisfying(failure -> assertThat(failure).hasMessage("no topic"));

        topic = notices::add;
        stack.forget();
        assertThat(perimeter(stack.trust(OWN))).isEqualTo(before);
        assertThat(notices).hasSize(1);
        assertThat(fakes.journal)
                .singleElement()
                .satisfies(step -> assertThat(step.at("detail"))
                        .hasValue(notices.getFirst().details()));
        assertThat(stack.untold()).isEmpty();
    }

    @Test
    void soDoesOneForElsewhereOrThatCannotBeReadOrWritten() {
        var before = perimeter(stack("").trust(OWN));
        for (var other : List.of(
                found("{\"partition\":\"aws-cn\",\"organizations\":[\"o-a1b2c3d4e5\"]}", "2"),
                found("{\"organizations\":[\"o-b2c3d4e5f6\"]}", "3"),
                found(
                        "{\"organizations\":[\"o-a1b2c3d4e5\"],\"services\":{\"s3\":{\"only\":[{\"Effect\":\"Allow\","
                                + "\"Principal\":\"*\",\"NotAction\":\"s3:Get*\",\"Resource\":\"*\"}]}}}",
                        "4"),
                found("not JSON", "5"),
                new Reading.Unread("s3://bucket/key answered 403"))) {
            reading = other;
            assertThat(perimeter(stack("").trust(OWN))).as(other.toString()).isEqualTo(before);
        }
        assertThat(notices)
                .hasSize(5)
                .extracting(Notice::text)
                .satisfiesExactly(
                        text -> assertThat(text).contains("another partition than \"aws\" at /partition"),
                        text -> assertThat(text)
                                .contains("another organization than \"o-a1b2c3d4e5\" at /organizations"),
                        text -> assertThat(text)
                                .contains("the ceiling of s3 cannot be shown")
                                .contains("at /services/s3"),
                        text -> assertThat(text).contains("versionId=5 is refused"),
                        text -> assertThat(text).contains("cannot be read: s3://bucket/key answered 403"));
        assertThat(shelf.latest.orElseThrow().version()).isEqualTo("s3://bucket/key?versionId=1");
    }

    /// In whatever ring it would be written.
    @Test
    void soDoesOneWithMoreAccountsThanACeilingHolds() {
        var _ = stack("").trust(OWN);
        reading = accounts(300, "{}");
        assertThat(perimeter(stack("").trust(OWN)).accounts()).hasSize(301);

        reading = accounts(200, "{\"canary\":{\"controls\":{\"policy-beyond-trusted-resources\":\"remediate\"}}}");
        assertThat(perimeter(stack("").trust(OWN)).accounts()).hasSize(301);
        assertThat(notices)
                .singleElement()
                .satisfies(notice -> assertThat(notice.text())
                        .containsPattern("the ceiling of s3 would have 2\\d{4} characters")
                        .contains("at /accounts"));
    }

    private static Reading accounts(int count, String rings) {
        var ids = IntStream.range(0, count)
                .mapToObj(i -> "\"444455556%03d\"".formatted(i))
                .toList();
        return found(
                "{\"organizations\":[\"o-a1b2c3d4e5\"],\"accounts\":%s,\"rings\":%s}".formatted(ids, rings),
                "of " + count);
    }

    @Test
    void withNoneAtAllNothingIsConfirmedAndEveryQuestionAsksAgain() {
        reading = new Reading.Missing("there is no object");
        var stack = stack("");

        assertThat(stack.trust(OWN))
                .isEqualTo(stack.trust(OWN))
                .isEqualTo(new Trust.Unconfirmed(
                        "the perimeter document cannot be read: there is no object;" + " there is no earlier one"));
        assertThat(read).isEqualTo(2);
        reading = found(GOOD, "1");
        assertThat(stack.trust(OWN)).isInstanceOf(Trust.Confirmed.class);
    }

    @Test
    void anUnknownRingIsRefused() {
        assertThat(stack("prod").trust(OWN))
                .isInstanceOfSatisfying(
                        Trust.Unconfirmed.class,
                        none -> assertThat(none.reason()).contains("there is no ring \"prod\""));
    }

    @Test
    void theFirstDocumentNarrowsNothing() {
        assertThat(confirmed(stack("").trust(OWN)).earlier()).isEmpty();
    }

    @Test
    void aNewOneWaitsForADay() {
        var _ = stack("").trust(OWN);
        reading = found(NARROWER.formatted(""), "2");

        var first = confirmed(stack("").trust(OWN));
        assertThat(first.perimeter().accounts()).containsExactly("111122223333");
        assertThat(first.earlier()).hasValueSatisfying(earlier -> {
            assertThat(earlier.perimeter().accounts()).contains("222233334444");
            assertThat(earlier.until()).isEqualTo("2026-11-25T06:00:00Z");
        });
        clock.pass(Duration.ofDays(1).minusNanos(1));
        assertThat(confirmed(stack("").trust(OWN)).earlier()).isPresent();
        clock.pass(Duration.ofNanos(1));
        assertThat(confirmed(stack("").trust(OWN)).earlier()).isEmpty();
    }

    @Test
    void itsRingWritesByItAtOnceOthersFromItsDay() {
        reading = found(GOOD.replace("}", ",\"rings\":{\"canary\":{}}}"), "1");
        var _ = stack("").trust(OWN);
        reading = found(
                NARROWER.formatted(
                        ",\"rings\":{\"canary\":{}},\"rollout\":{\"ring\":\"canary\",\"applyAfter\":\"2026-12-01\"}"),
                "2");

        assertThat(confirmed(stack("").trust(OWN)).earlier().map(Trust.Earlier::until))
                .contains("2026-12-01T00:00:00Z");
        assertThat(confirmed(stack("canary").trust(OWN)).earlier()).isEmpty();
        clock.now = Instant.parse("2026-12-01T00:00:00Z");
        assertThat(confirmed(stack("").trust(OWN)).earlier()).isEmpty();
    }

    @Test
    void aDayThatHadComeSpeaksOfADocumentBefore() {
        var _ = stack("").trust(OWN);
        reading = found(NARROWER.formatted(",\"rollout\":{\"applyAfter\":\"2026-11-01\"}"), "2");

        assertThat(confirmed(stack("").trust(OWN)).earlier().map(Trust.Earlier::until))
                .contains("2026-11-25T06:00:00Z");
    }

    @Test
    void oneAfterAnotherTheOneInForceStays() {
        var _ = stack("").trust(OWN);
        reading = found(NARROWER.formatted(""), "2");
        var _ = stack("").trust(OWN);
        clock.pass(Duration.ofHours(1));
        reading = found(NARROWER.formatted(",\"mode\":\"observe\""), "3");

        assertThat(confirmed(stack("").trust(OWN)).earlier())
                .hasValueSatisfying(
                        earlier -> assertThat(earlier.perimeter().revision()).contains("versionId=1"));
        reading = found(GOOD, "4");
        assertThat(confirmed(stack("").trust(OWN)).earlier()).isEmpty();
    }

    /// As after an upgrade to a version that knows of more oversights.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"required\":{\"actors\":[\"arn:aws:*:role/deploy-*\"]}",
                "\"rehearsal\":{\"controls\":[\"service-not-approved\"]}",
                "\"network\":{\"clientCidrs\":[\"10.1.2.3/8\",\"0.0.0.0/0\"]}",
                "\"budgets\":{\"policyPerEndpointPerDay\":0}",
                "\"services\":{\"s3\":{\"only\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:*\","
                        + "\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:Principal\":\"x\"}}}]}}",
                "\"services\":{\"s3\":{\"also\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}}"
            })
    void whatOnlyANewDocumentIsRefusedForKeepsNoneOutThatWasTakenBefore(String oversight) {
        var before = new PerimeterShelf.Document(
                GOOD.substring(0, GOOD.length() - 1) + "," + oversight + "}",
                "s3://bucket/key?versionId=0",
                World.NOW.minus(Duration.ofDays(9)));
        shelf.keepLatest(before);
        shelf.keepApplied(before);
        reading = found(before.text(), "0");
        assertThat(perimeter(stack("").trust(OWN)).accounts()).contains("222233334444");
        reading = found(before.text() + " ", "1");
        assertThat(perimeter(stack("").trust(OWN)).revision()).contains("versionId=0");
        assertThat(notices).hasSize(1);

        reading = found(NARROWER.formatted(""), "2");
        assertThat(confirmed(stack("").trust(OWN)).earlier())
                .hasValueSatisfying(
                        earlier -> assertThat(earlier.perimeter().accounts()).contains("222233334444"));

        reading = found(before.text(), "3");
        assertThat(perimeter(stack("").trust(OWN)).revision()).contains("versionId=3");
    }

    private DocumentPerimeters stack(String ring) {
        var ports = fakes.ports();
        return new DocumentPerimeters(
                () -> {
                    read++;
                    return reading;
                },
                shelf,
                new Ports(
                        ports.endpoints(),
                        ports.services(),
                        ports.networks(),
                        ports.ledger(),
                        ports.journal(),
                        notice -> topic.publish(notice),
                        ports.followUps()),
                new Place(
                        "aws",
                        Optional.of("111122223333"),
                        Optional.empty(),
                        Optional.of(ring).filter(name -> !name.isEmpty())),
                new Stack(Mode.ENFORCE, "111122223333", "us-east-1", "ledger", "vpce-guard"),
                clock.withZone(ZoneOffset.UTC));
    }

    private static Reading found(String text, String version) {
        return new Reading.Found(text, "s3://bucket/key?versionId=" + version);
    }

    private static Trust.Confirmed confirmed(Trust trust) {
        return switch (trust) {
            case Trust.Confirmed confirmed -> confirmed;
            case Trust.Unconfirmed(var reason) -> throw new AssertionError(reason);
        };
    }

    private static Perimeter perimeter(Trust trust) {
        return confirmed(trust).perimeter();
    }

    private static final class Shelf implements PerimeterShelf {
        private Optional<Document> latest = Optional.empty();
        private Optional<Document> applied = Optional.empty();

        @Override
        public Kept kept() {
            return new Kept(latest, applied);
        }

        @Override
        public void keepLatest(Document document) {
            latest = Optional.of(document);
        }

        @Override
        public void keepApplied(Document document) {
            applied = Optional.of(document);
        }
    }

    /// A clock that is set by hand.
    private static final class ByHand implements InstantSource {
        private Instant now = World.NOW;

        private void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
