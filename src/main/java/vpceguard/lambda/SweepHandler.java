package vpceguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;

/// Handles the schedule, every hour; invoked by a person it looks at every endpoint at once.
public final class SweepHandler implements RequestHandler<ScheduledEvent, String> {
    private final Guard guard = Guard.patient(Settings.from(System.getenv()));

    @Override
    public String handleRequest(ScheduledEvent event, Context context) {
        return guard.sweep().run("Scheduled Event".equals(event.getDetailType()), Guard.invocation(context));
    }
}
