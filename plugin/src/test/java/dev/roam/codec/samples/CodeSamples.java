package dev.roam.codec.samples;

import dev.roam.codec.samples.CollectionSamples.Plain;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lambdas and proxies. */
@SuppressWarnings("serial") // as applications write them
final class CodeSamples {
    private CodeSamples() {}

    interface Action extends Supplier<Object>, Serializable {}

    interface Step<A, B> extends Function<A, B>, Serializable {}

    interface Named {
        String name();
    }

    static List<Sample> samples() {
        return new Topic("Lambdas and proxies")
                .add("`Serializable` lambda", () -> (Action) () -> "done")
                .add("`Serializable` lambda that captures an object", () -> capturing(new Plain("x")))
                .add("method reference", () -> (Step<String, Integer>) String::length)
                .add("method reference to an object", () -> (Action) "abc"::trim)
                .add("class that holds a lambda", () -> new Job("x", () -> "y"))
                .add("`Comparator.comparing`", () -> comparingLength())
                .add("`Comparator.naturalOrder`", () -> Comparator.naturalOrder())
                .add("`Comparator.nullsFirst`", () -> Comparator.nullsFirst(Comparator.<String>naturalOrder()))
                .add("`Function.identity`, made `Serializable`", () -> (Step<Object, Object>) value -> value)
                .add("proxy", () -> proxy(Named.class))
                .add("proxy of two interfaces", () -> proxy(Named.class, Action.class))
                .add("class that holds a proxy", () -> new Object[] {proxy(Named.class), "x"})
                .samples();
    }

    private static Object capturing(Plain plain) {
        return (Action) () -> plain.text;
    }

    @SuppressWarnings("unchecked") // an intersection makes the lambda Serializable
    static Comparator<String> lambdaByLength() {
        return (Comparator<String> & Serializable) (left, right) -> left.length() - right.length();
    }

    static Comparator<String> comparingLength() {
        return Comparator.comparing((Step<String, Integer>) String::length);
    }

    private static Object proxy(Class<?>... faces) {
        return Proxy.newProxyInstance(CodeSamples.class.getClassLoader(), faces, new Answer("me"));
    }

    static final class Job implements Serializable {
        final String name;
        final Action action;

        Job(String name, Action action) {
            this.name = name;
            this.action = action;
        }
    }

    static final class Answer implements InvocationHandler, Serializable {
        final String answer;

        Answer(String answer) {
            this.answer = answer;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
            if (method.getName().equals("equals") && arguments != null) {
                return proxy == arguments[0];
            }
            return method.getReturnType() == int.class ? 1 : answer;
        }
    }
}
