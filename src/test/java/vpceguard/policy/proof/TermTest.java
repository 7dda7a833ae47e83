package vpceguard.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vpceguard.json.JsonWriter;
import vpceguard.policy.Policies;

class TermTest {
    private static Term line(String key) {
        return Term.of(new Literal("StringNotEquals", key, Set.of("v")));
    }

    private static Term term(Set<String> actions, Set<String> resources, String... keys) {
        return new Term(
                Set.of(),
                actions,
                resources,
                Arrays.stream(keys)
                        .map(key -> new Literal("StringNotEquals", key, Set.of("v")))
                        .collect(Collectors.toSet()));
    }

    @Test
    void oneWayOfEachIsTaken() {
        assertThat(Term.product(
                                Term.EVERYTHING,
                                List.of(
                                        List.of(Term.notAction(List.of("s3:*")), line("a")),
                                        List.of(Term.notResource(List.of("arn:x")), line("b"))))
                        .orElseThrow())
                .containsExactlyInAnyOrder(
                        term(Set.of("s3:*"), Set.of("arn:x")),
                        term(Set.of("s3:*"), Set.of(), "b"),
                        term(Set.of(), Set.of("arn:x"), "a"),
                        term(Set.of(), Set.of(), "a", "b"));
    }

    @Test
    void aTermThatAnotherHoldsIsLeftOut() {
        assertThat(Term.product(Term.EVERYTHING, List.of(List.of(line("a"), line("b")), List.of(line("a")))))
                .hasValue(List.of(term(Set.of(), Set.of(), "a")));
        assertThat(Term.product(
                                Term.EVERYTHING,
                                List.of(
                                        List.of(Term.notAction(List.of("x")), line("b")),
                                        List.of(Term.notAction(List.of("x", "y")))))
                        .orElseThrow())
                .as("neither x nor y says more than not b, neither x nor y")
                .containsExactly(term(Set.of("x", "y"), Set.of()));
    }

    @Test
    void actionsAndResourcesThatAreExceptedAddUp() {
        assertThat(Term.product(
                        Term.EVERYTHING,
                        List.of(
                                List.of(Term.notAction(List.of("x"))),
                                List.of(Term.notAction(List.of("y"))),
                                List.of(Term.notResource(List.of("r"))))))
                .hasValue(List.of(term(Set.of("x", "y"), Set.of("r"))));
    }

    @Test
    void nothingToLeaveOutIsEverythingAndNoWayIsNothing() {
        assertThat(Term.product(Term.EVERYTHING, List.of())).hasValue(List.of(term(Set.of(), Set.of())));
        assertThat(Term.product(Term.EVERYTHING, List.of(List.of(line("a")), List.of())))
                .hasValue(List.of());
    }

    @Test
    void whatCannotBeWrittenOpensTheWhole() {
        assertThat(Term.product(Term.EVERYTHING, List.of(List.of(line("a")), List.of(line("b"), Term.OPEN))))
                .isEmpty();
    }

    @Test
    void tooManyTermsAreRefused() {
        var ways = IntStream.range(0, 9)
                .mapToObj(i -> List.of(line("a" + i), line("b" + i)))
                .toList();
        assertThat(Term.product(Term.EVERYTHING, ways.subList(0, 8)).orElseThrow())
                .hasSize(256);
        assertThat(Term.product(Term.EVERYTHING, ways)).isEmpty();
    }

    @Test
    void aTermIsDeniedByAStatement() {
        assertThat(JsonWriter.compact(Term.notAction(List.of("s3:Get*")).deny(3, Map.of())))
                .isEqualTo(Policies.json("{'Sid':'VpceGuard3','Effect':'Deny','Principal':'*','NotAction':'s3:Get*',"
                        + "'Resource':'*'}"));
        var lines = new TreeMap<String, Map<String, Set<String>>>(Map.of("Bool", Map.of("k", Set.of("true"))));
        assertThat(JsonWriter.compact(
                        Term.notResource(List.of("arn:b", "arn:a")).deny(1, lines)))
                .isEqualTo(Policies.json("{'Sid':'VpceGuard1','Effect':'Deny','Principal':'*','Action':'*',"
                        + "'NotResource':['arn:b','arn:a'],'Condition':{'Bool':{'k':'true'}}}"));
    }
}
