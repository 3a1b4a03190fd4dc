package io.sealcast.account;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a store whose calls on behalf of a signed-in user wait for a connection in turn by account.
 * Liberty's pool lets callers wait in no order, so an account with many requests would otherwise
 * delay those of all others for seconds. Calls that belong to no request are not delayed.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface DatabaseBulkhead {}
