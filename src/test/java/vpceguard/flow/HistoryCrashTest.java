package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vpceguard.flow.HistoryStep.Act;
import vpceguard.flow.HistoryStep.Crash;
import vpceguard.flow.HistoryStep.Deed;
import vpceguard.flow.HistoryStep.Meanwhile;
import vpceguard.flow.HistoryStep.Wait;
import vpceguard.model.ServiceDetail;

/// A crash at each call of each of these histories, before and after it took effect: all of them come to the same end,
/// and each cause is told.
class HistoryCrashTest {
    private static final Wait LONG = new Wait(1500);

    static Stream<Named<List<HistoryStep>>> histories() {
        return Stream.of(
                named("created open", act(1, 2, Deed.CREATE_OPEN), LONG),
                named(
                        "pipeline of two steps",
                        act(1, 1, Deed.CREATE_OPEN),
                        new Wait(4),
                        act(2, 1, Deed.INSIDE),
                        act(3, 1, Deed.REMOVE_GROUP),
                        LONG),
                named("reset", act(1, 2, Deed.CREATE_INSIDE), LONG, act(2, 2, Deed.RESET), LONG),
                named(
                        "group added",
                        act(1, 1, Deed.CREATE_INSIDE),
                        act(2, 1, Deed.REMOVE_GROUP),
                        LONG,
                        act(3, 1, Deed.ADD_GROUP),
                        LONG),
                named(
                        "fight",
                        act(1, 2, Deed.CREATE_OPEN),
                        LONG,
                        act(2, 2, Deed.OPEN),
                        LONG,
                        act(3, 2, Deed.OPEN),
                        LONG,
                        act(4, 2, Deed.OPEN),
                        LONG),
                named(
                        "quarantined",
                        new HistoryStep.Perimeter(HistoryPerimeter.QUARANTINE),
                        act(1, 1, Deed.CREATE_OPEN),
                        LONG),
                named("newer intent", act(1, 2, Deed.CREATE_OPEN), new Meanwhile(2, 5, act(2, 2, Deed.INSIDE)), LONG),
                named("observed", new HistoryStep.Observe(true), act(1, 2, Deed.CREATE_OPEN), LONG));
    }

    private static Named<List<HistoryStep>> named(String name, HistoryStep... steps) {
        return Named.of(name, List.of(steps));
    }

    private static Act act(int number, int slot, Deed deed) {
        return new Act(number, slot, deed, List.of(5));
    }

    private record Played(List<String> broken, Map<String, String> policies, Map<String, Object> networks) {}

    @ParameterizedTest
    @MethodSource("histories")
    void aCrashAtAnyCallChangesNothingOfTheEnd(List<HistoryStep> history) {
        var run = run(history, new Crash(-1, false, true));
        history.forEach(run::take);
        int calls = run.calls();
        var expected = play(history, new Crash(-1, false, true));
        assertThat(calls).isGreaterThan(4);
        for (int call = 0; call < calls; call++) {
            for (boolean after : new boolean[] {false, true}) {
                assertThat(play(history, new Crash(call, after, true)))
                        .as("crash at %d of %d, after it took effect: %s", call, calls, after)
                        .isEqualTo(expected);
            }
        }
        assertThat(expected.broken()).isEmpty();
    }

    private static Played play(List<HistoryStep> history, Crash crash) {
        var run = run(history, crash);
        var broken = run.play(history);
        return new Played(
                broken,
                run.fakes.ec2.shown.values().stream()
                        .collect(Collectors.toMap(
                                endpoint -> endpoint.id().value(),
                                endpoint ->
                                        Standing.fingerprint(endpoint.policy().orElseThrow()))),
                run.fakes.ec2.shown.values().stream()
                        .collect(Collectors.toMap(endpoint -> endpoint.id().value(), endpoint -> endpoint.network())));
    }

    private static HistoryRun run(List<HistoryStep> history, Crash crash) {
        var run = new HistoryRun();
        if (history.contains(new HistoryStep.Perimeter(HistoryPerimeter.QUARANTINE))) {
            run.fakes.service = new ServiceDetail.Known("444455556666", true, true);
        }
        run.crashAt(crash);
        return run;
    }
}
