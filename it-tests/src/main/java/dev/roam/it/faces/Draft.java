package dev.roam.it.faces;

import jakarta.faces.component.UICommand;
import jakarta.faces.event.ActionEvent;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** An order that is being written: lives as long as its page, and each window has its own. */
@Named
@ViewScoped
public class Draft implements Serializable {

    private static final long serialVersionUID = 1L;

    @Inject
    private Customer customer;

    private String item = "";
    private int pieces = 1;
    private final List<Line> lines = new ArrayList<>();

    public void add() {
        lines.add(new Line(item, pieces));
        item = "";
        pieces = 1;
    }

    public void remove(Line line) {
        lines.remove(line);
    }

    /** Changes the pressed button itself, of which the view's state alone remembers it. */
    public void count(ActionEvent event) {
        UICommand button = (UICommand) event.getComponent();
        int times = (Integer) button.getAttributes().getOrDefault("times", 0) + 1;
        button.getAttributes().put("times", times);
        button.setValue("Pressed " + times + " times");
    }

    public String finish() {
        customer.order(lines);
        return "ordered?faces-redirect=true";
    }

    public String getItem() {
        return item;
    }

    public void setItem(String item) {
        this.item = item;
    }

    public int getPieces() {
        return pieces;
    }

    public void setPieces(int pieces) {
        this.pieces = pieces;
    }

    public List<Line> getLines() {
        return lines;
    }
}
