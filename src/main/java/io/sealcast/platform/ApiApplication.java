package io.sealcast.platform;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/**
 * The JAX-RS application of the HTTP API. The resource classes are in the packages of their
 * features.
 */
@ApplicationPath("/api")
public class ApiApplication extends Application {}
