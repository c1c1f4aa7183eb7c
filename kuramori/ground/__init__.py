"""The ground floor: packs, papers, people, trail and jobs; whatever is done here leaves a trail."""
