package vpceguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import vpceguard.flow.Sweep;

/// Handles the schedule, every hour; invoked by a person it looks at every endpoint at once.
public final class SweepHandler implements RequestHandler<ScheduledEvent, String> {
    private final Sweep sweep = Guard.patient(Settings.from(System.getenv())).sweep();

    @Override
    public String handleRequest(ScheduledEvent event, Context context) {
        return sweep.run("Scheduled Event".equals(event.getDetailType()), Guard.invocation(context));
    }
}
