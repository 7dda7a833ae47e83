package vpceguard.lambda;

import com.amazonaws.services.lambda.crac.Context;
import com.amazonaws.services.lambda.crac.Core;
import com.amazonaws.services.lambda.crac.Resource;
import java.util.Map;
import java.util.Optional;
import vpceguard.aws.Clients;
import vpceguard.aws.Services;
import vpceguard.aws.priming.Connections;

/// What the function does before Lambda takes a snapshot of it (SnapStart), and after it was restored from
/// one.
final class Snapshot implements Resource {
    private final Map<String, String> environment;
    private final Services services;

    private Snapshot(Map<String, String> environment, Services services) {
        this.environment = environment;
        this.services = services;
    }

    /// Asks the runtime to call, if this is an instance that a snapshot is taken of. The caller keeps what it gets: the
    /// runtime only refers to it.
    static Optional<Object> of(Map<String, String> environment, Services services) {
        if (!"snap-start".equals(environment.get("AWS_LAMBDA_INITIALIZATION_TYPE"))) {
            return Optional.empty();
        }
        var snapshot = new Snapshot(environment, services);
        Core.getGlobalContext().register(snapshot);
        return Optional.of(snapshot);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        var _ = Priming.run(environment, services);
        Clients.tryCredentials();
        Connections.tryOnce(services.ec2());
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        services.clients().renew();
    }
}
