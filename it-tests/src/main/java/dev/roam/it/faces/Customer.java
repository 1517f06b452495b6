package dev.roam.it.faces;

import jakarta.enterprise.context.SessionScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Who orders, and what they have ordered: lives as long as the session. */
@Named
@SessionScoped
public class Customer implements Serializable {

    private static final long serialVersionUID = 1L;

    @Inject
    private Catalogue catalogue;

    private String name = "nobody";
    private final List<Line> orders = new ArrayList<>();

    void order(List<Line> lines) {
        orders.addAll(lines);
    }

    void pay() {
        orders.clear();
    }

    public String leave() {
        FacesContext.getCurrentInstance().getExternalContext().invalidateSession();
        return "ordered?faces-redirect=true";
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public List<Line> getOrders() {
        return orders;
    }

    public BigDecimal getTotal() {
        return orders.stream().map(catalogue::price).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
