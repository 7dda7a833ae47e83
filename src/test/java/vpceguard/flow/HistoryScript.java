package vpceguard.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import vpceguard.flow.HistoryStep.Act;
import vpceguard.flow.HistoryStep.Crash;
import vpceguard.flow.HistoryStep.Deed;
import vpceguard.flow.HistoryStep.Meanwhile;
import vpceguard.flow.HistoryStep.Wait;

/// A random history, always the same one for a seed.
final class HistoryScript {
    private static final List<HistoryPerimeter> PERIMETERS =
            List.of(HistoryPerimeter.USUAL, HistoryPerimeter.WIDE, HistoryPerimeter.EXISTING);

    private final Random random;
    private final List<HistoryStep> steps = new ArrayList<>();
    private int numbers;

    private HistoryScript(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    static List<HistoryStep> of(long seed) {
        return new HistoryScript(seed).write();
    }

    private List<HistoryStep> write() {
        if (random.nextInt(6) == 0) {
            steps.add(new HistoryStep.Perimeter(HistoryPerimeter.EXISTING));
        }
        for (int step = 5 + random.nextInt(25); step > 0; step--) {
            int kind = random.nextInt(100);
            if (kind < 42) {
                steps.add(act());
            } else if (kind < 66) {
                steps.add(new Wait(seconds()));
            } else if (kind < 78) {
                steps.add(new Crash(random.nextInt(9), random.nextBoolean(), random.nextBoolean()));
            } else if (kind < 95) {
                steps.add(new Meanwhile(random.nextInt(8), random.nextInt(8), meanwhile()));
            } else if (kind < 97) {
                steps.add(new HistoryStep.Sweep());
            } else if (kind < 99) {
                steps.add(new HistoryStep.Observe(random.nextInt(3) == 0));
            } else {
                steps.add(new HistoryStep.Perimeter(PERIMETERS.get(random.nextInt(PERIMETERS.size()))));
            }
        }
        return steps;
    }

    private HistoryStep meanwhile() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> act();
            case 2, 3 -> new Wait(0);
            default -> new HistoryStep.Sweep();
        };
    }

    private int seconds() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> random.nextInt(10);
            case 2 -> random.nextInt(200);
            case 3 -> random.nextInt(1800);
            default -> random.nextInt(6 * 3600);
        };
    }

    private Act act() {
        var deeds = Deed.values();
        var deed = random.nextInt(3) == 0 ? Deed.CREATE_OPEN : deeds[random.nextInt(deeds.length)];
        numbers++;
        return new Act(numbers, random.nextInt(HistoryAccount.SLOTS), deed, delays());
    }

    /// Mostly once and soon; sometimes late, twice or never.
    private List<Integer> delays() {
        var delays = new ArrayList<Integer>();
        int kind = random.nextInt(20);
        if (kind > 0) {
            delays.add(1 + random.nextInt(kind < 4 ? 1800 : 60));
        }
        if (kind > 15) {
            delays.add(1 + random.nextInt(600));
        }
        return delays;
    }
}
